/** What the tests of the permission policy look at. */
import fc from 'fast-check';
import type { DatabaseAccess, TableAccess } from '../../../../src/grant/grant.ts';
import type { Document, Statement } from '../../../../src/grant/policy/document.ts';
import { permissionPolicy } from '../../../../src/grant/policy/permissions.ts';
import { anyDrawn, type Drawn } from '../any-grant.ts';

export type Seen = Drawn & {
  readonly document: Document;
  readonly statements: readonly Statement[];
  readonly allows: readonly Statement[];
  readonly denies: readonly Statement[];
  readonly databases: readonly DatabaseAccess[];
  readonly tables: readonly TableAccess[];
};

/** A drawn grant with its permission policy, taken apart. */
export function seen(drawn: Drawn): Seen {
  const { grant, window, logins } = drawn;
  const document = permissionPolicy(grant, window, logins);
  const { Statement: statements } = document;
  return {
    ...drawn,
    document,
    statements,
    allows: statements.filter(({ Effect }) => Effect === 'Allow'),
    denies: statements.filter(({ Effect }) => Effect === 'Deny'),
    databases: grant.access.filter((one): one is DatabaseAccess => one.kind === 'database'),
    tables: grant.access.filter((one): one is TableAccess => one.kind === 'table'),
  };
}

/** Checks random grants. A failure prints the seed and the smallest grant that fails. */
export function each(check: (one: Seen) => void): void {
  fc.assert(
    fc.property(anyDrawn, (drawn) => {
      check(seen(drawn));
    }),
    { numRuns: 300 },
  );
}

export function ofSid(statements: readonly Statement[], sid: string): Statement | undefined {
  return statements.find(({ Sid }) => Sid === sid);
}

export const isConnect = ({ Action }: Statement) => Action?.includes('rds-db:connect') === true;

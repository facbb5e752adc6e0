/** What stands in the world, and who may get in: asked of AWS alone, whatever anybody has on record. */
import { type Instant, parseInstant } from '../../src/grant/lifetime.ts';
import { awsDenyAll } from '../../src/grant/names.ts';
import type { Json } from '../../src/grant/resources.ts';
import type { StandingRole } from '../../src/ports.ts';
import type { FakeAws } from './aws.ts';

/** Names of roles, rules and schedules, sorted. */
export function standing(aws: FakeAws): { roles: string[]; openings: string[]; schedules: string[] } {
  return {
    roles: [...aws.roles.keys()].sort(),
    openings: [...aws.openings.keys()].sort(),
    schedules: [...aws.schedules.keys()].sort(),
  };
}

/** Grants whose role lets somebody in at that instant: not denied, with permissions, inside its dates. */
export function openTo(aws: FakeAws, now: Instant): string[] {
  return [...aws.roles.values()].filter((role) => isOpen(role, now)).map(({ name }) => name);
}

function isOpen(role: StandingRole, now: Instant): boolean {
  if (role.boundary === awsDenyAll || role.attached.includes(awsDenyAll)) return false;
  const documents = Object.values(role.documents);
  return documents.length > 0 && [role.trust, ...documents].every((document) => admits(document, now));
}

/** An Allow that is in force, and no Deny of everything that is. */
function admits(document: Json, now: Instant): boolean {
  const { Statement: statements = [] } = document as { readonly Statement?: readonly Statement[] };
  const inForce = statements.filter(({ Condition }) => holds(Condition, now));
  const denied = inForce.some(
    ({ Effect, Action, Resource }) => Effect === 'Deny' && Action?.includes('*') && Resource?.includes('*'),
  );
  return !denied && inForce.some(({ Effect }) => Effect === 'Allow');
}

type Statement = {
  readonly Effect: string;
  readonly Action?: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: Json } };
};

/** Of conditions only the dates: who the person is and where they come from is proven elsewhere. */
function holds(condition: Statement['Condition'], now: Instant): boolean {
  const from = parseInstant(String(condition?.['DateGreaterThanEquals']?.['aws:CurrentTime']));
  const until = parseInstant(String(condition?.['DateLessThan']?.['aws:CurrentTime']));
  return (from === undefined || now >= from) && (until === undefined || now < until);
}

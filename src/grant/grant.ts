/**
 * A grant in which nothing is left to look up: every name of the file resolved through estate,
 * playbook and lock file.
 */
import type { GrantFile, PlaybookFile } from './files.generated.ts';
import type { Instant } from './lifetime.ts';
import type { WrittenFile } from './written.ts';

export type Engine = 'postgres' | 'mysql' | 'mariadb';

/** How AWS knows the person: an IAM user, or a user of IAM Identity Center under one permission set. */
export type Identity =
  | { readonly kind: 'iamUser'; readonly user: string }
  | {
      readonly kind: 'identityCenter';
      readonly user: string;
      readonly permissionSet: string;
      /** In the identity store: never used again. */
      readonly userId?: string;
    };

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly identity: Identity;
  readonly timeZone: string | undefined;
};

export type Target = {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  /** State and archive in `.breakglass/<target>/`; only such a target may have another endpoint than AWS's. */
  readonly local: boolean;
};

/** Where calls and connections may come from: canonical ranges, and VPC endpoints by id. */
export type Network = {
  readonly id: string;
  readonly cidrs: readonly string[];
  readonly endpoints: readonly string[];
};

export type DatabaseAccess = {
  readonly kind: 'database';
  readonly database: string;
  readonly engine: Engine;
  /** `cluster-…` (Aurora) or `db-…`: the identity that `rds-db:connect` names; it is never used again by AWS. */
  readonly resourceId: string;
  readonly port: number;
  readonly securityGroup: string;
  readonly level: string;
  readonly roles: readonly string[];
  /** The owner's sentence for the level: what approvers read. */
  readonly says: string;
  readonly maxConnections: number;
};

export type TableAccess = {
  readonly kind: 'table';
  readonly table: string;
  /** The table's name in AWS. */
  readonly tableName: string;
  readonly index: string | undefined;
  /** Attributes that form the primary key and, with `index`, that index's key. */
  readonly keyAttributes: readonly string[];
  readonly actions: readonly string[];
  readonly partitionKeys: readonly string[];
  /** Undefined: all attributes. */
  readonly attributes: readonly string[] | undefined;
};

export type Access = DatabaseAccess | TableAccess;

/** `within`: AWS proves a second factor at most this many minutes old. Otherwise only the identity provider can. */
export type Mfa =
  | { readonly kind: 'aws'; readonly withinMinutes: number }
  | { readonly kind: 'identityProvider' };

export type Grant = {
  readonly id: string;
  readonly person: Person;
  readonly target: Target;
  readonly access: readonly Access[];
  readonly minutes: number;
  readonly notAfter: Instant;
  readonly from: Network;
  readonly mfa: Mfa;
  readonly incident: string;
  readonly reason: string;
  readonly playbook: WrittenFile<PlaybookFile>;
  readonly written: WrittenFile<GrantFile>;
};

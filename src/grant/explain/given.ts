/**
 * What the documents of a grant give: every permission, every bound and every door, once, as plain
 * values. Sentences are made from this and from nothing else that permits. It is believed only when
 * the documents can be written from it again (understand.ts).
 */

/** Who may take the role: one IAM user, or one user of IAM Identity Center under one permission set. */
export type Who =
  | { readonly kind: 'iamUser'; readonly user: string }
  | {
      readonly kind: 'identityCenter';
      readonly user: string;
      readonly permissionSet: string;
      /** The user's id in the identity store. */
      readonly userId?: string;
    };

/** One login on one database, called as `rds-db:connect` calls it: by resource id. */
export type GivenLogin = { readonly resourceId: string; readonly login: string };

/** Calls on some items of one table, or of one index of it. */
export type GivenTable = {
  /** The table's name in AWS. */
  readonly table: string;
  readonly index: string | null;
  /** `dynamodb:GetItem` is `GetItem`. */
  readonly actions: readonly string[];
  readonly keys: readonly string[];
  /** Null: all attributes. */
  readonly attributes: readonly string[] | null;
};

/** One port of one security group, for one address range. */
export type GivenOpening = { readonly securityGroup: string; readonly port: number; readonly range: string };

export type Given = {
  /** The role's name, which is the grant's id. */
  readonly role: string;
  readonly target: string;
  readonly account: string;
  readonly region: string;
  readonly who: Who;
  /** Session name and source identity: what CloudTrail calls the person. */
  readonly session: string;
  /** How old the second factor may be that AWS sees, in seconds; null: AWS asks for none. */
  readonly secondFactor: number | null;
  /** RFC 3339; half-open. */
  readonly from: string;
  readonly until: string;
  readonly logins: readonly GivenLogin[];
  readonly tables: readonly GivenTable[];
  /** Where calls on tables may come from. */
  readonly ranges: readonly string[];
  readonly endpoints: readonly string[];
  readonly openings: readonly GivenOpening[];
  /** When the account itself begins to end the grant: `2026-11-22T04:39:00`, UTC. */
  readonly schedules: readonly { readonly name: string; readonly at: string }[];
};

/** Calls that only look, and calls that change items. There are no others. */
export const readCalls: readonly string[] = ['GetItem', 'BatchGetItem', 'Query'];
export const writeCalls: readonly string[] = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'];

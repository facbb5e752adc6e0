/**
 * The types of all files, generated from schemas/*.schema.json by `npm run generate`. Do not edit.
 */

/**
 * One person's access for one emergency: one file in grants/, named after its id.
 */
export interface GrantFile {
  /**
   * The version of the file format.
   */
  apiVersion: "breakglass/v1";
  /**
   * What the file holds.
   */
  kind: "Grant";
  /**
   * The name of the grant: the day of the request, then what and who.
   */
  id: string;
  /**
   * The one person who gets the access, as named in the estate.
   */
  person: string;
  /**
   * The AWS account and region in which the access is opened, as named in the estate.
   */
  target: string;
  /**
   * What is opened: one to five entries, each a database or a table.
   *
   * @minItems 1
   * @maxItems 5
   */
  access: AccessEntry[];
  /**
   * How long the access lasts from the moment it is switched on, in whole minutes.
   */
  duration: string;
  /**
   * The wall: the access ends here, however late it was approved.
   */
  notAfter: string;
  /**
   * The network of the estate from which the access can be used.
   */
  from: string;
  /**
   * The playbook that covers this emergency and sets the ceiling of the grant.
   */
  playbook: string;
  /**
   * The incident that this access belongs to, in the form that the playbook asks for.
   */
  incident: string;
  /**
   * Why the access is needed, in words that an approver understands at night.
   */
  reason: string;
}
/**
 * One database at one level, or some items of one table.
 */
export interface AccessEntry {
  /**
   * A database of the estate.
   */
  database?: string;
  /**
   * The degree of access to the database, as its owner defined it in the estate.
   */
  level?: string;
  /**
   * A DynamoDB table of the estate.
   */
  table?: string;
  /**
   * A secondary index of the table; the partition keys are then keys of that index.
   */
  index?: string;
  /**
   * The DynamoDB calls that are allowed on the items.
   *
   * @minItems 1
   */
  actions?: ("GetItem" | "BatchGetItem" | "Query" | "PutItem" | "UpdateItem" | "DeleteItem" | "BatchWriteItem")[];
  /**
   * The exact partition keys of the items.
   *
   * @minItems 1
   * @maxItems 100
   */
  partitionKeys?: string[];
  /**
   * The attributes that may be read or written; all of them when this is left out.
   *
   * @minItems 1
   * @maxItems 50
   */
  attributes?: string[];
}

/**
 * One kind of emergency, and the ceiling of what a grant under it may open: one file in playbooks/.
 */
export interface PlaybookFile {
  /**
   * The version of the file format.
   */
  apiVersion: "breakglass/v1";
  /**
   * What the file holds.
   */
  kind: "Playbook";
  /**
   * The name of the playbook, equal to the file's name without .yaml.
   */
  id: string;
  /**
   * What the playbook is for, in one line.
   */
  title: string;
  /**
   * The team that answers for the playbook.
   */
  owner: string;
  /**
   * The conditions under which this counts as an emergency.
   *
   * @minItems 1
   * @maxItems 10
   */
  emergencyWhen: string[];
  /**
   * The page to work by: a file of this repository or an https address.
   */
  runbook: string;
  incident: IncidentForm;
  /**
   * The people and teams who may ask for a grant under this playbook.
   *
   * @minItems 1
   */
  eligible: string[];
  /**
   * The most that a grant under this playbook may open.
   *
   * @minItems 1
   * @maxItems 20
   */
  allows: AllowEntry[];
  /**
   * The networks from which a grant may be used.
   *
   * @minItems 1
   */
  from: string[];
  limits: Limits;
  approvals: ApprovalRule;
  /**
   * How the second factor is proven: by AWS for IAM users, with an age, or by the identity provider.
   */
  mfa: "identityProvider" | {within: string};
  review: ReviewRule;
}
/**
 * The form that a grant's incident must have.
 */
export interface IncidentForm {
  /**
   * A regular expression that the whole incident must match.
   */
  pattern: string;
}
/**
 * The ceiling for one database or one table.
 */
export interface AllowEntry {
  /**
   * A database of the estate.
   */
  database?: string;
  /**
   * The levels of the database that may be asked for.
   *
   * @minItems 1
   */
  levels?: string[];
  /**
   * A DynamoDB table of the estate.
   */
  table?: string;
  /**
   * The secondary index that may be asked for; without it only the table itself.
   */
  index?: string;
  /**
   * The DynamoDB calls that may be asked for.
   *
   * @minItems 1
   */
  actions?: ("GetItem" | "BatchGetItem" | "Query" | "PutItem" | "UpdateItem" | "DeleteItem" | "BatchWriteItem")[];
  /**
   * How many partition keys one grant may list.
   */
  maxPartitionKeys?: number;
  /**
   * The attributes that may be asked for; all of them when this is left out.
   *
   * @minItems 1
   * @maxItems 50
   */
  attributes?: string[];
}
/**
 * How long and how often.
 */
export interface Limits {
  /**
   * The longest time that a grant may last, counted from its activation.
   */
  maxDuration: string;
  /**
   * How many grants under this playbook may be live at the same time.
   */
  maxLive: number;
}
/**
 * Who must agree before a grant is opened.
 */
export interface ApprovalRule {
  /**
   * How many different people must approve, the person who asks not counted.
   */
  required: number;
  /**
   * The people and teams who may approve.
   *
   * @minItems 1
   */
  from: string[];
  /**
   * A team or person that at least one approval must come from.
   */
  atLeastOneFrom?: string;
  /**
   * How old an approval may be when the grant is opened, in whole minutes.
   */
  maxAge: string;
  /**
   * Whether a review counts that was given after the merge; it does not unless this says so.
   */
  afterMerge?: boolean;
  /**
   * The least that an approver's SSH key must ask of its owner: nothing, a touch, or a PIN.
   */
  signatures?: "software" | "touch" | "pin";
}
/**
 * Who looks at what was done, and by when.
 */
export interface ReviewRule {
  /**
   * The team or person who writes the review.
   */
  by: string;
  /**
   * The time for the review after the grant has ended, in whole days.
   */
  within: string;
  /**
   * Whether an overdue review blocks further grants under this playbook.
   */
  blocks?: boolean;
}

/**
 * What exists: targets, databases, tables, networks, people, teams. May be split over several files in estate/.
 */
export interface EstateFile {
  /**
   * The version of the file format.
   */
  apiVersion: "breakglass/v1";
  /**
   * What the file holds.
   */
  kind: "Estate";
  /**
   * AWS accounts and regions, by name.
   */
  targets?: {
    [k: string]: TargetEntry;
  };
  /**
   * Databases on RDS or Aurora, by name.
   */
  databases?: {
    [k: string]: DatabaseEntry;
  };
  /**
   * DynamoDB tables, by name.
   */
  tables?: {
    [k: string]: TableEntry;
  };
  /**
   * Places that access can be used from, by name.
   */
  networks?: {
    [k: string]: NetworkEntry;
  };
  /**
   * People who may ask, approve or review, by name; AWS takes no session name of one character.
   */
  people?: {
    [k: string]: PersonEntry;
  };
  /**
   * Groups of people, by name.
   */
  teams?: {
    [k: string]: TeamEntry;
  };
}
/**
 * One AWS account and region, with one Terraform state and one archive.
 */
export interface TargetEntry {
  /**
   * The twelve digits of the AWS account, in quotes.
   */
  account: string;
  /**
   * The AWS region.
   */
  region: string;
  /**
   * The team that answers for the target.
   */
  owner: string;
  identityCenter?: IdentityCenterSettings;
  state: StateSettings;
  archive: ArchiveSettings;
  notify?: NotifySettings;
}
/**
 * How people of IAM Identity Center come into this account.
 */
export interface IdentityCenterSettings {
  /**
   * The permission set under which they sign in.
   */
  permissionSet: string;
}
/**
 * Where Terraform's state lies.
 */
export interface StateSettings {
  /**
   * In the target's own bucket, or in .breakglass/ of a local target.
   */
  kind: "s3" | "local";
}
/**
 * Where the records of all grants lie.
 */
export interface ArchiveSettings {
  /**
   * In the target's own bucket, or in .breakglass/ of a local target.
   */
  kind: "s3" | "directory";
  /**
   * How long the bucket keeps a record from being deleted, in whole days.
   */
  retention?: string;
}
/**
 * Who is told about what happens to grants.
 */
export interface NotifySettings {
  /**
   * Whether messages go to the target's SNS topic.
   */
  topic?: boolean;
  /**
   * Names of environment variables that hold the addresses of webhooks.
   *
   * @maxItems 10
   */
  webhooks?: string[];
}
/**
 * One database, found in AWS by its cluster or its instance.
 */
export interface DatabaseEntry {
  /**
   * The target that the database is in.
   */
  target: string;
  /**
   * The kind of database.
   */
  engine: "postgres" | "mysql" | "mariadb";
  /**
   * The identifier of the Aurora or Multi-AZ cluster in AWS.
   */
  cluster?: string;
  /**
   * The identifier of the instance in AWS, for a database that is not in a cluster.
   */
  instance?: string;
  /**
   * The name of the database inside the engine.
   */
  database: string;
  /**
   * The standing, empty security group on the database that openings are made in.
   */
  securityGroup: string;
  /**
   * The team that answers for the database and defines its levels.
   */
  owner: string;
  /**
   * The degrees of access that can be asked for, by name.
   */
  levels: {
    [k: string]: LevelEntry;
  };
  /**
   * How many connections one login may hold at the same time.
   */
  maxConnections?: number;
  /**
   * Kinds of sensitive data in the database; approvers read this.
   *
   * @minItems 1
   * @maxItems 10
   */
  contains?: string[];
}
/**
 * One degree of access to a database.
 */
export interface LevelEntry {
  /**
   * The database roles that a login of this level becomes a member of.
   *
   * @minItems 1
   * @maxItems 10
   */
  roles: string[];
  /**
   * What the level permits, in the owner's words; approvers read this.
   */
  says: string;
}
/**
 * One DynamoDB table.
 */
export interface TableEntry {
  /**
   * The target that the table is in.
   */
  target: string;
  /**
   * The name of the table in AWS.
   */
  table: string;
  /**
   * The team that answers for the table.
   */
  owner: string;
  /**
   * Kinds of sensitive data in the table; approvers read this.
   *
   * @minItems 1
   * @maxItems 10
   */
  contains?: string[];
}
/**
 * One place that access can be used from.
 */
export interface NetworkEntry {
  /**
   * The address ranges of the network, in CIDR form.
   *
   * @maxItems 10
   */
  cidrs: string[];
  /**
   * The VPC endpoints through which calls from this network reach AWS.
   *
   * @maxItems 10
   */
  endpoints?: string[];
  /**
   * What the network is, in plain words; approvers read this.
   */
  says: string;
}
/**
 * One person.
 */
export interface PersonEntry {
  /**
   * The name that other people read.
   */
  name: string;
  aws?: AwsIdentity;
  github?: GithubAccount;
  /**
   * The public SSH keys that the person signs with.
   *
   * @minItems 1
   * @maxItems 5
   */
  sshKeys?: string[];
  /**
   * The person's time zone, for the times that they read.
   */
  timeZone?: string;
}
/**
 * How AWS knows the person; left out for people who only approve or review.
 */
export interface AwsIdentity {
  identityCenter?: IdentityCenterUser;
  /**
   * The name of an IAM user of the target's account.
   */
  iamUser?: string;
}
/**
 * A user of IAM Identity Center.
 */
export interface IdentityCenterUser {
  /**
   * The user name in IAM Identity Center.
   */
  user: string;
  /**
   * The id of the user in the identity store, which is never used again.
   */
  userId?: string;
}
/**
 * The person's account on GitHub.
 */
export interface GithubAccount {
  /**
   * The login, for people to read.
   */
  login: string;
  /**
   * The numeric id of the account, which never changes.
   */
  id: number;
}
/**
 * One group of people.
 */
export interface TeamEntry {
  /**
   * The people in the team.
   *
   * @minItems 1
   * @maxItems 100
   */
  members: string[];
  /**
   * The team that decides who is a member.
   */
  owner: string;
}

/**
 * Identities that AWS and the engines hold, fetched by breakglass estate lock and reviewed like code: one file for each target.
 */
export interface LockFile {
  /**
   * The version of the file format.
   */
  apiVersion: "breakglass/v1";
  /**
   * What the file holds.
   */
  kind: "Lock";
  /**
   * The target that was looked at, equal to the first part of the file's name.
   */
  target: string;
  /**
   * The account that answered.
   */
  account: string;
  /**
   * The region that answered.
   */
  region: string;
  /**
   * What AWS says of each database of the target, by its name in the estate.
   */
  databases: {
    [k: string]: LockedDatabase;
  };
  /**
   * What AWS says of each table of the target, by its name in the estate.
   */
  tables: {
    [k: string]: LockedTable;
  };
}
/**
 * One database as AWS has it.
 */
export interface LockedDatabase {
  /**
   * The engine, as AWS calls it.
   */
  engine: string;
  /**
   * The identifier of the cluster.
   */
  cluster?: string;
  /**
   * The identifier of the instance, for a database that is not in a cluster.
   */
  instance?: string;
  /**
   * The identity that AWS never uses again: cluster-… or db-….
   */
  resourceId: string;
  /**
   * The port that the database listens on.
   */
  port: number;
  /**
   * The security group for openings, seen attached to the database.
   */
  securityGroup: string;
  /**
   * Whether the database accepts IAM tokens in place of passwords.
   */
  iamAuthentication: boolean;
  /**
   * The logs that the database sends to CloudWatch, sorted.
   */
  exportedLogs: string[];
  /**
   * A digest of the effective rights of each level, or unknown while nothing can read them.
   */
  levels: {
    [k: string]: string;
  };
}
/**
 * One table as AWS has it.
 */
export interface LockedTable {
  /**
   * The table's ARN.
   */
  arn: string;
  partitionKey: PartitionKey;
  sortKey?: SortKey;
  /**
   * The secondary indexes of the table, by name.
   */
  indexes: {
    [k: string]: LockedIndex;
  };
  /**
   * Whether a trail records calls on single items of the table.
   */
  itemCallsLogged: "yes" | "no" | "unknown";
}
/**
 * The attribute that items are distributed by.
 */
export interface PartitionKey {
  /**
   * The attribute's name.
   */
  name: string;
  /**
   * The attribute's type: string, number or binary.
   */
  type: "S" | "N" | "B";
}
/**
 * The attribute that items with the same partition key are sorted by.
 */
export interface SortKey {
  /**
   * The attribute's name.
   */
  name: string;
  /**
   * The attribute's type: string, number or binary.
   */
  type: "S" | "N" | "B";
}
/**
 * The keys of one index.
 */
export interface LockedIndex {
  partitionKey: PartitionKey;
  sortKey?: SortKey;
}

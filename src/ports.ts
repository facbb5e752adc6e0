/**
 * Everything that breakglass asks of the world outside, as types. `src/steps/` calls these,
 * `src/outside/` implements them, tests replace them. Imports types only.
 *
 * Rules of every implementation: bounded in time, idempotent where it changes something, throws
 * `Outage` when the world did not answer, and never turns a failed or short answer into an empty one.
 */
import type { DatabaseFacts, TableFacts } from './grant/facts.ts';
import type { Instant } from './grant/lifetime.ts';
import type { Json, Resource } from './grant/resources.ts';
import type { SourceFile } from './grant/written.ts';
import type { ProblemCode } from './problem/codes/codes.ts';

export type Clock = {
  now(): Instant;
  wait(milliseconds: number): Promise<void>;
};

/** Where the archive lies. Keys are `/`-separated; objects are never overwritten and never deleted. */
export type Store = {
  /** For messages: a folder or a bucket. */
  readonly place: string;
  /** Creates exclusively. `exists` when the key is taken, whatever it holds: compare with `get`. */
  create(key: string, bytes: Uint8Array): Promise<'created' | 'exists'>;
  get(key: string): Promise<Uint8Array | undefined>;
  /** All keys that begin with `prefix`, sorted; complete, or it throws. */
  list(prefix: string): Promise<readonly string[]>;
  /** What the place itself does against changing and deleting; a folder does nothing. */
  readonly protection?: Protection;
};

/** Where a place falls short of keeping every object as it was written, for `days` days. */
export type Protection = {
  /** What is missing of the place as a whole, in words. Asks it. */
  place(days: number): Promise<readonly string[]>;
  /** What is wrong with the objects that this store has listed and read so far. Asks nothing. */
  objects(days: number): readonly ObjectFault[];
};

/** `covered`: something was put over it. `unlocked`: it could be deleted too early. */
export type ObjectFault = {
  readonly key: string;
  readonly fault: 'covered' | 'unlocked';
  readonly why: string;
};

/** Git objects of the repository that holds the grants; never its work tree. */
export type Repository = {
  /** Full id of the commit at HEAD. */
  head(): Promise<string>;
  /** The files below `folders` as they stand in `commit`. */
  files(commit: string, folders: readonly string[]): Promise<readonly SourceFile[]>;
  /** The commit that the history behind HEAD begins with: which repository this is, wherever it lies. */
  first(): Promise<string>;
  /** Is `ancestor` the same as `commit` or one of its ancestors? Undefined when either is not in this clone. */
  descends(commit: string, ancestor: string): Promise<boolean | undefined>;
};

/** Signatures by SSH keys, as ssh-keygen makes and judges them. Throws `Outage` when there is none. */
export type Signatures = {
  /** Public keys that this machine can sign with: of `key` alone, or of the agent and the home folder. */
  keys(key: string | undefined): Promise<readonly SigningKey[]>;
  /** Armored; the owner may be asked for a touch, a PIN or a passphrase. */
  sign(key: SigningKey, namespace: string, message: Uint8Array): Promise<string>;
  /** Is it a signature of these bytes, under this namespace, by one of `keys`? Each as in a `.pub` file. */
  verify(signed: SignedMessage): Promise<boolean>;
};

/** A public key as in a `.pub` file, and the file that ssh-keygen signs with. */
export type SigningKey = { readonly line: string; readonly file: string | undefined };

export type SignedMessage = {
  readonly message: Uint8Array;
  readonly armored: string;
  readonly namespace: string;
  readonly keys: readonly string[];
};

/** Who calls AWS, and how far AWS's clock is from ours (positive: AWS is ahead). */
export type Caller = {
  readonly account: string;
  readonly arn: string;
  readonly clock: { readonly offsetMs: number; readonly uncertaintyMs: number };
};

/** A listing that broke off is not an empty one: what is missing from it is unknown, not absent. */
export type Listing<T> =
  | { readonly complete: true; readonly items: readonly T[] }
  | { readonly complete: false; readonly items: readonly T[]; readonly reason: string };

/** A grant role as AWS has it. `documents` are the parsed inline policies by name. */
export type StandingRole = {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAt: Instant;
  readonly maxSessionSeconds: number;
  readonly boundary: string | undefined;
  readonly attached: readonly string[];
  readonly trust: Json;
  readonly documents: { readonly [policyName: string]: Json };
  readonly tags: { readonly [key: string]: string };
};

/**
 * An ingress rule of a security group. `range` is IPv4 or IPv6 in CIDR form; `pl-…` or `sg-…` for a
 * rule that names a prefix list or a group, which is never ours. Ports are -1 where the rule has none.
 */
export type StandingOpening = {
  readonly ruleId: string;
  readonly securityGroup: string;
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly range: string;
  readonly description: string;
  readonly tags: { readonly [key: string]: string };
};

export type StandingSchedule = {
  readonly name: string;
  readonly expression: string;
  readonly timeZone: string;
  readonly targetArn: string;
  /** A disabled schedule stands and never fires. */
  readonly enabled: boolean;
};

/** One AWS account and region. */
export type Cloud = {
  caller(): Promise<Caller>;

  /** Undefined when AWS says that it does not exist; throws when it did not say. */
  database(
    where: { readonly cluster: string } | { readonly instance: string },
  ): Promise<DatabaseFacts | undefined>;
  table(name: string): Promise<TableFacts | undefined>;
  /** Owner account of a security group. */
  securityGroup(id: string): Promise<{ readonly account: string } | undefined>;

  /** Grant roles below `path`, each with its details. */
  roles(path: string): Promise<Listing<StandingRole>>;
  role(name: string): Promise<StandingRole | undefined>;
  /** Rules that carry our tag for this target, and all rules of `groups`. */
  openings(target: string, groups: readonly string[]): Promise<Listing<StandingOpening>>;
  /** The schedules of a group by their names, all that a listing is sure to say; a group that does not exist holds none. */
  schedules(group: string): Promise<Listing<Pick<StandingSchedule, 'name'>>>;
  schedule(group: string, name: string): Promise<StandingSchedule | undefined>;

  /** Sets AWSDenyAll as boundary and attaches it; both are tried, whatever becomes of the other. */
  denyRole(name: string): Promise<void>;
  /** Revokes ingress rules by id; one that is gone is no error. */
  closeOpenings(securityGroup: string, ruleIds: readonly string[]): Promise<void>;
};

/** The one input of the CDKTF app. */
export type SynthesisInput = {
  readonly target: string;
  readonly settings: {
    readonly account: string;
    readonly region: string;
    readonly state:
      | { readonly kind: 'local'; readonly path: string }
      | { readonly kind: 's3'; readonly bucket: string; readonly key: string };
    /** A preview can never be applied: it asks for a Terraform that does not exist. */
    readonly preview: boolean;
  };
  readonly resources: readonly Resource[];
};

/** A finished child process; a failure is the same record as a success. `log` is stdout and stderr as they came. */
export type TerraformRun = {
  readonly command: string;
  readonly exitCode: number | undefined;
  readonly timedOut: boolean;
  readonly milliseconds: number;
  readonly log: string;
  /** What went wrong, where the log could be recognised: `BG0603` is a stale plan, to be planned and reviewed anew. */
  readonly code?: ProblemCode;
};

/** A saved plan: the file that `apply` will take, and what it says. */
export type SavedPlan = {
  readonly file: string;
  readonly text: string;
  /** `terraform show -json` as it came. */
  readonly json: unknown;
  readonly run: TerraformRun;
};

/** A lock on the state that somebody holds or left behind. `owner`: what this machine can say of who made it. */
export type StateLock = {
  readonly id: string;
  /** As Terraform wrote it: `user@host`. */
  readonly who: string;
  readonly operation: string;
  readonly created: Instant;
  readonly owner: 'gone' | 'alive' | 'unknown';
};

/** Terraform for one target: its own working directory, state and lock. Throws `Outage` when a run fails. */
export type Terraform = {
  /** The provider that its plans must name; undefined: that of Terraform's own registry. OpenTofu has another. */
  readonly provider?: string;
  /** Synthesizes `input` into the working directory and initializes it when that is needed. */
  prepare(input: SynthesisInput): Promise<void>;
  /** Addresses in the state. */
  addresses(): Promise<readonly string[]>;
  /** Plans exactly `addresses`; the caller has made sure that each is in the configuration or in the state. */
  plan(addresses: readonly string[]): Promise<SavedPlan>;
  /** Applies exactly that plan file. Does not throw when Terraform fails: the caller must read back anyway. */
  apply(plan: SavedPlan): Promise<TerraformRun>;
  /** Who holds the state's lock now; undefined when it can be taken. Takes it for a moment to find out. */
  heldBy(): Promise<StateLock | undefined>;
  /** Takes that lock away. Only for an owner that is gone: two runs on one state lose resources. */
  unlock(lock: StateLock): Promise<void>;
  /** Puts resources that stand in AWS, and that the state lost, into the state; so that they can be removed. */
  adopt(
    resources: readonly { readonly resource: Resource; readonly id: string }[],
    input: SynthesisInput,
  ): Promise<TerraformRun>;
};

/** One line for the reader while work goes on; the view decides how it looks. */
export type Progress = (message: string) => void;

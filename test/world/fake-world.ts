/**
 * The world in memory: AWS, Terraform, git and the archive's store, with one clock. Terraform's
 * plans are made in the form that the real one writes, so that the real review judges them.
 */

import type { DatabaseFacts, TableFacts } from '../../src/grant/facts.ts';
import { at, type Instant, plus } from '../../src/grant/lifetime.ts';
import { awsDenyAll } from '../../src/grant/names.ts';
import { addressOf, type Json, type Resource } from '../../src/grant/resources.ts';
import type { SourceFile } from '../../src/grant/written.ts';
import type {
  Cloud,
  Repository,
  SavedPlan,
  StandingOpening,
  StandingRole,
  StandingSchedule,
  Store,
  SynthesisInput,
  Terraform,
  TerraformRun,
} from '../../src/ports.ts';
import { Outage } from '../../src/problem/outage.ts';

export type FakeAws = {
  account: string;
  readonly roles: Map<string, StandingRole>;
  readonly openings: Map<string, StandingOpening>;
  readonly schedules: Map<string, StandingSchedule>;
  readonly databases: Map<string, DatabaseFacts>;
  readonly tables: Map<string, TableFacts>;
};

export type FakeClock = {
  now(): Instant;
  wait(milliseconds: number): Promise<void>;
  set(text: string): void;
};

/** Everything that was asked of the world, in order: `cloud.denyRole 2026-…`. */
export type Calls = string[];

export function fakeClock(from: string): FakeClock {
  let now = at(from);
  return {
    now: () => now,
    wait: async (milliseconds) => {
      now = plus(now, milliseconds);
    },
    set: (text) => {
      now = at(text);
    },
  };
}

export function emptyAws(account: string): FakeAws {
  return {
    account,
    roles: new Map(),
    openings: new Map(),
    schedules: new Map(),
    databases: new Map(),
    tables: new Map(),
  };
}

/** `broken` names calls that fail: `cloud.roles`, `terraform.apply`. */
export function fakeCloud(aws: FakeAws, calls: Calls, broken: ReadonlySet<string>): Cloud {
  const call = async <T>(name: string, detail: string, act: () => T): Promise<T> => {
    calls.push(`cloud.${name} ${detail}`.trim());
    if (broken.has(`cloud.${name}`)) throw new Outage(`${name} does not answer`);
    return act();
  };
  return {
    caller: () =>
      call('caller', '', () => ({
        account: aws.account,
        arn: `arn:aws:sts::${aws.account}:assumed-role/apply/run`,
        clock: { offsetMs: 0, uncertaintyMs: 1000 },
      })),
    database: (where) =>
      call('database', '', () => aws.databases.get('cluster' in where ? where.cluster : where.instance)),
    table: (name) => call('table', name, () => aws.tables.get(name)),
    securityGroup: (id) => call('securityGroup', id, () => ({ account: aws.account })),
    roles: (path) =>
      call('roles', path, () => ({
        complete: true,
        items: [...aws.roles.values()].filter((role) => role.path === path),
      })),
    role: (name) => call('role', name, () => aws.roles.get(name)),
    openings: (target, groups) =>
      call('openings', target, () => ({
        complete: true,
        items: [...aws.openings.values()].filter(
          ({ tags, securityGroup }) => tags['breakglass:target'] === target || groups.includes(securityGroup),
        ),
      })),
    schedules: () => call('schedules', '', () => ({ complete: true, items: [...aws.schedules.values()] })),
    denyRole: (name) =>
      call('denyRole', name, () => {
        const role = aws.roles.get(name);
        if (role) aws.roles.set(name, { ...role, boundary: awsDenyAll, attached: [awsDenyAll] });
      }),
    closeOpenings: (group, ruleIds) =>
      call('closeOpenings', `${group} ${ruleIds.join(',')}`, () => {
        for (const ruleId of ruleIds) aws.openings.delete(ruleId);
      }),
  };
}

export type FakeTerraform = Terraform & { readonly state: Map<string, Resource> };

export function fakeTerraform(aws: FakeAws, calls: Calls, broken: ReadonlySet<string>): FakeTerraform {
  const state = new Map<string, Resource>();
  let input: SynthesisInput | undefined;
  const note = (name: string, detail = '') => {
    calls.push(`terraform.${name} ${detail}`.trim());
    if (broken.has(`terraform.${name}`)) throw new Outage(`terraform ${name} failed`);
  };
  return {
    state,
    async prepare(given) {
      note('prepare', given.resources.map(addressOf).join(' '));
      input = given;
    },
    async addresses() {
      return [...state.keys()];
    },
    async plan(addresses) {
      note('plan', addresses.join(' '));
      if (!input) throw new Error('prepare() comes first');
      return planOf(input, addresses, { state, aws });
    },
    async apply(plan) {
      note('apply');
      applyTo(plan, {
        state,
        aws,
        configured: new Map((input?.resources ?? []).map((one) => [addressOf(one), one])),
      });
      return run;
    },
    heldBy: async () => undefined,
    unlock: async () => undefined,
    async adopt(found) {
      for (const { resource } of found) state.set(addressOf(resource), resource);
      return run;
    },
  };
}

const run: TerraformRun = {
  command: 'terraform',
  exitCode: 0,
  timedOut: false,
  milliseconds: 1,
  log: 'done\n',
};

type Where = { readonly state: Map<string, Resource>; readonly aws: FakeAws };

/** What `terraform show -json` would say of a plan for exactly these addresses. */
function planOf(input: SynthesisInput, addresses: readonly string[], where: Where): SavedPlan {
  const configured = new Map(input.resources.map((resource) => [addressOf(resource), resource]));
  const gone = addresses.filter(
    (address) => !configured.has(address) && !stands(where.state.get(address), where.aws),
  );
  const json = {
    format_version: '1.2',
    terraform_version: '1.11.4',
    errored: false,
    applyable: true,
    complete: false,
    timestamp: '2026-11-22T03:00:00Z',
    resource_drift: gone.map((address) => change(where.state.get(address), ['delete'], address)),
    resource_changes: addresses
      .filter((address) => !gone.includes(address))
      .map((address) => changeAt(address, configured.get(address), where)),
    configuration: configurationOf(input),
  };
  return { file: 'plan', text: `${addresses.length} resources\n`, json, run };
}

function changeAt(address: string, wanted: Resource | undefined, { state, aws }: Where) {
  if (!wanted) return change(state.get(address), ['delete'], address);
  const known = state.get(address);
  return known && stands(known, aws)
    ? change(known, ['no-op'], address)
    : change(wanted, ['create'], address);
}

function change(resource: Resource | undefined, actions: readonly string[], address: string) {
  const [type = '', name = ''] = address.split('.');
  const values = resource ? argumentsOf(resource) : {};
  const [action] = actions;
  return {
    address,
    mode: 'managed',
    type,
    name,
    provider_name: 'registry.terraform.io/hashicorp/aws',
    change: {
      actions,
      before: action === 'create' ? null : values,
      after: action === 'delete' ? null : values,
      after_unknown: action === 'delete' ? false : {},
      before_sensitive: false,
      after_sensitive: false,
    },
  };
}

/** As Terraform has them: documents as text, nested blocks as lists of one. */
function argumentsOf({ values }: Resource): Record<string, Json> {
  const documents = ['assume_role_policy', 'policy'];
  const blocks = ['flexible_time_window', 'target', 'dead_letter_config', 'retry_policy'];
  const nested = (members: { readonly [key: string]: Json }): Record<string, Json> =>
    Object.fromEntries(
      Object.entries(members).map(([key, value]): [string, Json] => {
        if (documents.includes(key)) return [key, JSON.stringify(value)];
        if (blocks.includes(key)) return [key, [nested(value as { readonly [key: string]: Json })]];
        return [key, value];
      }),
    );
  return nested(values);
}

function configurationOf({ settings }: SynthesisInput) {
  return {
    provider_config: {
      aws: {
        name: 'aws',
        full_name: 'registry.terraform.io/hashicorp/aws',
        version_constraint: '>= 5.100.0, < 7.0.0',
        expressions: {
          allowed_account_ids: { constant_value: [settings.account] },
          region: { constant_value: settings.region },
        },
      },
    },
    root_module: {},
  };
}

function applyTo(
  { json }: SavedPlan,
  { state, aws, configured }: Where & { readonly configured: ReadonlyMap<string, Resource> },
): void {
  const { resource_changes: changes, resource_drift: drift } = json as {
    resource_changes: ReturnType<typeof change>[];
    resource_drift: ReturnType<typeof change>[];
  };
  for (const { address, change: one } of [...changes, ...drift]) {
    const resource = configured.get(address) ?? state.get(address);
    if (!resource) continue;
    if (one.actions[0] === 'create') {
      create(resource, aws);
      state.set(address, resource);
    } else if (one.actions[0] === 'delete') {
      destroy(resource, aws);
      state.delete(address);
    }
  }
}

function text(value: Json | undefined): string {
  return String(value);
}

const born = at('2026-11-22T00:00:00Z');

function create({ type, name, values }: Resource, aws: FakeAws): void {
  const key = text(values['name']);
  if (type === 'aws_iam_role') {
    aws.roles.set(key, {
      name: key,
      arn: `arn:aws:iam::${aws.account}:role${text(values['path'])}${key}`,
      path: text(values['path']),
      createdAt: born,
      maxSessionSeconds: Number(values['max_session_duration']),
      boundary: text(values['permissions_boundary']),
      attached: [],
      trust: values['assume_role_policy'] ?? null,
      documents: {},
      tags: values['tags'] as Record<string, string>,
    });
  } else if (type === 'aws_iam_role_policy') {
    const role = aws.roles.get(text(values['role']));
    if (role) aws.roles.set(role.name, { ...role, documents: { [key]: values['policy'] ?? null } });
  } else if (type === 'aws_scheduler_schedule') {
    const target = values['target'] as { readonly arn: string };
    aws.schedules.set(key, {
      name: key,
      expression: text(values['schedule_expression']),
      timeZone: text(values['schedule_expression_timezone']),
      targetArn: target.arn,
      enabled: values['state'] === 'ENABLED',
    });
  } else {
    aws.openings.set(`sgr-${name}`, {
      ruleId: `sgr-${name}`,
      securityGroup: text(values['security_group_id']),
      protocol: text(values['ip_protocol']),
      fromPort: Number(values['from_port']),
      toPort: Number(values['to_port']),
      range: text(values['cidr_ipv4'] ?? values['cidr_ipv6']),
      description: text(values['description']),
      tags: values['tags'] as Record<string, string>,
    });
  }
}

function destroy({ type, name, values }: Resource, aws: FakeAws): void {
  if (type === 'aws_iam_role') aws.roles.delete(text(values['name']));
  if (type === 'aws_scheduler_schedule') aws.schedules.delete(text(values['name']));
  if (type === 'aws_vpc_security_group_ingress_rule') aws.openings.delete(`sgr-${name}`);
}

function stands(resource: Resource | undefined, aws: FakeAws): boolean {
  if (!resource) return false;
  const { type, name, values } = resource;
  if (type === 'aws_iam_role') return aws.roles.has(text(values['name']));
  if (type === 'aws_iam_role_policy') return aws.roles.has(text(values['role']));
  if (type === 'aws_scheduler_schedule') return aws.schedules.has(text(values['name']));
  return aws.openings.has(`sgr-${name}`);
}

export type FakeRepository = Repository & {
  /** Adds a commit with these files on top; returns its id. */
  commit(files: readonly SourceFile[]): string;
  /** HEAD at an earlier commit, as a re-run of an old pipeline has it. */
  checkout(commit: string): void;
};

export function fakeRepository(): FakeRepository {
  const commits: { readonly id: string; readonly files: readonly SourceFile[] }[] = [];
  let head = -1;
  const index = (id: string) => commits.findIndex((commit) => commit.id === id);
  return {
    commit(files) {
      const id = String(commits.length + 1).padStart(40, '0');
      commits.push({ id, files });
      head = commits.length - 1;
      return id;
    },
    checkout(commit) {
      head = index(commit);
    },
    async head() {
      return commits[head]?.id ?? '';
    },
    async files(commit, folders) {
      const { files = [] } = commits[index(commit)] ?? {};
      return files.filter(({ path }) => folders.some((folder) => path.startsWith(`${folder}/`)));
    },
    async descends(commit, ancestor) {
      const [later, earlier] = [index(commit), index(ancestor)];
      return later < 0 || earlier < 0 ? undefined : later >= earlier;
    },
  };
}

/** A store in memory; `fails` decides per call whether it answers. */
export function fakeStore(fails: {
  writing: boolean;
  reading: boolean;
}): Store & { readonly objects: Map<string, Uint8Array> } {
  const objects = new Map<string, Uint8Array>();
  return {
    objects,
    place: 'memory',
    async create(key, bytes) {
      if (fails.writing) throw new Outage('the archive does not take anything');
      if (objects.has(key)) return 'exists';
      objects.set(key, Buffer.from(bytes));
      return 'created';
    },
    async get(key) {
      if (fails.reading) throw new Outage('the archive does not answer');
      return objects.get(key);
    },
    async list(prefix) {
      if (fails.reading) throw new Outage('the archive does not answer');
      return [...objects.keys()].filter((key) => key.startsWith(prefix)).sort();
    },
  };
}

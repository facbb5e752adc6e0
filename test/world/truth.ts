/**
 * Watches a world while it goes on: whatever is recorded must be true at that moment, and nothing
 * may be granted that is not armed. Asks AWS and the archive, and shares no code with the steps.
 */
import type { Ending, Entry, Warrant } from '../../src/archive/records.ts';
import { type Instant, parseInstant } from '../../src/grant/lifetime.ts';
import { awsDenyAll } from '../../src/grant/names.ts';
import { addressOf, type Resource } from '../../src/grant/resources.ts';
import type { FakeWorld } from './fake-world.ts';
import { openTo } from './stands.ts';

/** What was recorded or made and is not true, in words; grows while the world goes on. */
export function watch(world: FakeWorld): readonly string[] {
  const lies: string[] = [];
  const seen = new Set(world.objects.keys());
  const looks = new Map<string, Look>();
  world.faults.push({
    at: 'cloud.openings',
    how: ({ run }) => void looks.set(run, new Map(world.aws.openings)),
  });
  world.faults.push({
    at: 'store.create ',
    how: ({ run, detail: key }) => {
      if (seen.has(key) || !world.objects.has(key)) return;
      seen.add(key);
      lies.push(...lieOf(key, world, looks.get(run) ?? new Map()).map((lie) => `${key}: ${lie}`));
    },
  });
  world.faults.push({
    at: 'terraform.apply.create ',
    how: ({ detail }) => void lies.push(...unarmed(world).map((lie) => `${detail}: ${lie}`)),
  });
  return lies;
}

/** The rules that stood when the run looked last. What another run does between that and the record, it cannot know. */
type Look = FakeWorld['aws']['openings'];

function lieOf(key: string, world: FakeWorld, look: Look): string[] {
  const [folder] = key.split('/');
  if (folder === 'warrants') return secondLife(parsed<Warrant>(world, key), world);
  if (folder === 'endings') return ending(parsed<Ending>(world, key), world, look);
  if (folder !== 'log') return [];
  const entry = parsed<Entry>(world, key);
  return entry.kind === 'applied' ? applied(entry, world, look) : [];
}

/** One warrant of a grant at a time: another only where the one before was given up and nothing of it is open. */
function secondLife({ grant, n }: Warrant, world: FakeWorld): string[] {
  if (n === 0) return [];
  const given = endingsOf(grant, world).filter(({ kind }) => kind === 'abandoned');
  if (given.length < n) return ['a second warrant beside a live one'];
  return world.aws.roles.has(grant) ? ['a second warrant while the first role stands'] : [];
}

function ending({ grant, kind, evidence }: Ending, world: FakeWorld, look: Look): string[] {
  const { aws } = world;
  const role = aws.roles.get(grant);
  const denied = !role || (role.boundary === awsDenyAll && role.attached.includes(awsDenyAll));
  const own = warrantsOf(grant, world).flatMap(({ resources }) => resources);
  if (kind === 'cut') return denied ? [] : ['its role stands undenied'];
  if (kind === 'removed') return removed({ grant, evidence }, world, look);
  if (kind !== 'closed' && kind !== 'abandoned') return [];
  const needed = new Set([...liveResources(grant, world).map(addressOf), ...leftOf(grant, world)]);
  // A plan that nobody began made no opening: one that stands is another grant's, or for the next sweep.
  const unbegun = kind === 'abandoned' && (evidence as { readonly code?: string }).code !== undefined;
  const left = own.filter(({ type }) => !type.startsWith('aws_iam_') && !(unbegun && isOpening(type)));
  const open = left.filter((one) => !needed.has(addressOf(one)) && stands(one, world));
  return [...(denied ? [] : ['its role stands undenied']), ...open.map((one) => `${addressOf(one)} stands`)];
}

function removed(
  { grant, evidence }: Pick<Ending, 'grant' | 'evidence'>,
  world: FakeWorld,
  look: Look,
): string[] {
  const { addresses = [], left = [] } = evidence as Partial<Record<'addresses' | 'left', readonly string[]>>;
  const own = warrantsOf(grant, world).flatMap(({ resources }) => resources);
  const gone = own.filter((resource) => addresses.includes(addressOf(resource)));
  // A rule made since is another grant's: ids are never used twice.
  const openings = new Map([...world.aws.openings].filter(([id]) => look.has(id)));
  const known = { ...world, aws: { ...world.aws, openings } };
  const wanted = new Set(wantedLately(grant, world).map(addressOf));
  return [
    ...gone.filter((resource) => stands(resource, known)).map((one) => `${addressOf(one)} stands`),
    ...left.filter((address) => !wanted.has(address)).map((address) => `${address} is left to nobody`),
  ];
}

/** What it has left to a grant that was live when it looked. Whatever became of that one, the record holds. */
function leftOf(grant: string, world: FakeWorld): string[] {
  return endingsOf(grant, world).flatMap(({ kind, evidence }) =>
    kind === 'removed' ? ((evidence as { readonly left?: readonly string[] }).left ?? []) : [],
  );
}

/** Resources of other grants that live, or that another run gave up a moment ago. */
function wantedLately(but: string, world: FakeWorld): Resource[] {
  return [...grantsOf(world)]
    .filter((grant) => grant !== but)
    .filter((grant) => endingsOf(grant, world).every(({ kind }) => kind === 'abandoned'))
    .flatMap((grant) => warrantsOf(grant, world).flatMap(({ resources }) => resources));
}

function isOpening(type: Resource['type']): boolean {
  return type === 'aws_vpc_security_group_ingress_rule';
}

/** An ending that came in between has taken it again: then it was true a moment ago. */
function applied({ grant }: Entry, world: FakeWorld, look: Look): string[] {
  const id = grant?.id ?? '';
  const [warrant] = warrantsOf(id, world).slice(-1);
  if (!warrant) return ['applied without a warrant'];
  if (endingsOf(id, world).length > 0) return [];
  const seen = { ...world, aws: { ...world.aws, openings: look } };
  const absent = warrant.resources.filter((resource) => !stands(resource, seen));
  return absent.map((resource) => `${addressOf(resource)} does not stand`);
}

/** Whoever can get in has a warrant in the archive, and a schedule that will end it at its date. */
function unarmed(world: FakeWorld): string[] {
  const { aws, clock } = world;
  return openTo(aws, clock.now()).flatMap((grant) => {
    const [warrant] = warrantsOf(grant, world).slice(-1);
    if (!warrant) return [`${grant} is open without a warrant`];
    const armed = [...aws.schedules.keys()].some((name) => name.startsWith(`${grant}-`));
    return armed ? [] : [`${grant} is open without a schedule`];
  });
}

/** What the last warrants of live grants name and nobody has, of those that were called applied. */
export function missingOf(world: FakeWorld): string[] {
  const applied = entriesOf(world).flatMap(({ kind, grant }) => (kind === 'applied' ? [grant?.id] : []));
  return [...grantsOf(world)]
    .filter((grant) => applied.includes(grant) && isLive(grant, world, world.clock.now()))
    .flatMap((grant) => warrantsOf(grant, world).at(-1)?.resources ?? [])
    .filter((resource) => !stands(resource, world))
    .map(addressOf);
}

/** Is something there under the names and numbers of this resource? */
function stands({ type, values }: Resource, { aws }: FakeWorld): boolean {
  const name = String(values['name']);
  if (type === 'aws_iam_role') return aws.roles.has(name);
  if (type === 'aws_iam_role_policy') return name in (aws.roles.get(String(values['role']))?.documents ?? {});
  if (type === 'aws_scheduler_schedule') return aws.schedules.has(name);
  return [...aws.openings.values()].some(
    ({ securityGroup, fromPort, range }) =>
      securityGroup === values['security_group_id'] &&
      fromPort === values['from_port'] &&
      range === (values['cidr_ipv4'] ?? values['cidr_ipv6']),
  );
}

/** Resources of the other grants that may be live. */
function liveResources(but: string, world: FakeWorld): Resource[] {
  return [...grantsOf(world)]
    .filter((grant) => grant !== but && isLive(grant, world, world.clock.now()))
    .flatMap((grant) => warrantsOf(grant, world).flatMap(({ resources }) => resources));
}

/** A warrant in force: its last one has not ended, and nothing took it. */
export function isLive(grant: string, world: FakeWorld, now: Instant): boolean {
  const warrants = warrantsOf(grant, world);
  const end = parseInstant(warrants.at(-1)?.end ?? '');
  const endings = endingsOf(grant, world);
  const given = endings.filter(({ kind }) => kind === 'abandoned').length;
  // One that was given up may be opened anew; every other ending holds, also one that came before.
  const before = warrants.length > given ? endings.findLastIndex(({ kind }) => kind === 'abandoned') : -1;
  const taken = endings.slice(before + 1);
  return end !== undefined && now < end && taken.length === 0;
}

export function grantsOf({ objects }: FakeWorld): ReadonlySet<string> {
  const keys = [...objects.keys()].filter((key) => key.startsWith('warrants/'));
  return new Set(keys.map((key) => key.split('/')[1] ?? ''));
}

export function warrantsOf(grant: string, world: FakeWorld): Warrant[] {
  return recordsOf<Warrant>(`warrants/${grant}/`, world);
}

export function endingsOf(grant: string, world: FakeWorld): Ending[] {
  return recordsOf<Ending>(`endings/${grant}/`, world);
}

export function entriesOf(world: FakeWorld): Entry[] {
  return recordsOf<Entry>('log/', world);
}

function recordsOf<T>(prefix: string, world: FakeWorld): T[] {
  const keys = [...world.objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  return keys.map((key) => parsed<T>(world, key));
}

/** What our own program wrote a moment ago. */
function parsed<T>({ objects }: FakeWorld, key: string): T {
  return JSON.parse(new TextDecoder().decode(objects.get(key))) as T;
}

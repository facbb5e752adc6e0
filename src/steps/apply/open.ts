/**
 * Opening: plan, review, warrant, apply, read back. The warrant is written before the first
 * permission exists, and the plan that is applied is the one that was reviewed.
 */
import { standOf } from '../../archive/grants.ts';
import type { BlobReference, Trusted, Warrant } from '../../archive/records.ts';
import type { Checked } from '../../grant/check.ts';
import { formatInstant, type Instant } from '../../grant/lifetime.ts';
import { addressOf } from '../../grant/resources.ts';
import { readPlan } from '../../plan/changes.ts';
import type { Expected } from '../../plan/checks.ts';
import { reviewOpening } from '../../plan/review.ts';
import type { Repository, SavedPlan, TerraformRun } from '../../ports.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Archive } from '../archive/archive.ts';
import { planBlobs } from '../plan-blobs.ts';
import { expectedOf, settingsOf } from '../settings.ts';
import { planPastLock } from '../state-lock.ts';
import type { World } from '../world.ts';
import type { Choice } from './choose.ts';
import { confirm, type Opened } from './confirm.ts';
import { type Opening, onceEach, openingOf, warrantOf } from './opening.ts';
import { refuseLate } from './refuse.ts';

export type { Opened } from './confirm.ts';

export type Run = {
  readonly choice: Choice;
  readonly commit: string;
  readonly checked: Checked;
  readonly trusted: Trusted | undefined;
};

export async function open(
  world: World & { readonly repository: Repository },
  archive: Archive,
  run: Run,
): Promise<{ opened: Opened[]; problems: Problem[] }> {
  await trust(archive, run);
  if (run.choice.open.length === 0) return { opened: [], problems: [] };
  const now = world.clock.now();
  const openings = run.choice.open.map((grant) => openingOf(grant, now, world.random));
  const plan = await planFor(world, archive, openings);
  const problems = reviewed(plan, openings, expectedOf(world, archive.genesis));
  const blobs = await archive.keep(planBlobs(plan));
  if (problems.length > 0) return refuse(archive, { openings, problems, blobs });
  world.progress('reviewed: the plan creates what was decided, and nothing else');
  const warrants = await arm(archive, { openings, blobs, now, run });
  refuseLate(world.clock.now(), warrants);
  world.progress(
    `armed: in the archive are the warrants of ${warrants.map(({ grant }) => grant).join(', ')}`,
  );
  const applied = await runPlan(world, plan);
  world.progress('applied that plan');
  return confirm(world, archive, { openings, warrants, applied });
}

async function refuse(
  archive: Archive,
  refused: {
    readonly openings: readonly Opening[];
    readonly problems: readonly Problem[];
    readonly blobs: readonly BlobReference[];
  },
): Promise<{ opened: Opened[]; problems: Problem[] }> {
  const { openings, blobs } = refused;
  const body = { problems: inWords(refused.problems) };
  for (const { grant } of openings) await archive.log({ kind: 'refused', grant: grant.id, body, blobs });
  return { opened: [], problems: [...refused.problems] };
}

/** The request and the warrant of each grant, in the archive before anything exists. */
async function arm(
  archive: Archive,
  armed: {
    readonly openings: readonly Opening[];
    readonly blobs: readonly BlobReference[];
    readonly now: Instant;
    readonly run: Run;
  },
): Promise<Warrant[]> {
  const { openings, blobs, now, run } = armed;
  const { commit, choice } = run;
  const planDigest = blobs.find(({ name }) => name === 'plan.json')?.sha256;
  if (planDigest === undefined) throw new Error('the plan is not in the archive');
  const warrants: Warrant[] = [];
  for (const opening of openings) {
    // Not counted anew: another run that has opened it meanwhile has taken this number.
    const n = choice.anew.get(opening.grant.id) ?? 0;
    const warrant = warrantOf(opening, { n, log: archive.genesis.log, commit, planDigest, now });
    await request(archive, opening);
    await archive.writeWarrant(warrant, blobs);
    warrants.push(warrant);
  }
  return warrants;
}

/** From here on an older commit opens and deletes nothing. */
async function trust(archive: Archive, { commit, checked, trusted }: Run): Promise<void> {
  if (trusted?.commit === commit) return;
  const { estates, playbooks, locks } = checked.written;
  const files = [...estates, ...playbooks, ...locks].map(({ file, digest }) => [file, digest] as const);
  await archive.trust(commit, Object.fromEntries(files));
}

/** The configuration holds what is live, from its warrants, and what is being opened; the plan only the latter. */
async function planFor(world: World, archive: Archive, openings: readonly Opening[]): Promise<SavedPlan> {
  const { grants } = await archive.unfinished();
  const live = [...grants.values()]
    .filter(({ warrants, endings }) => standOf(warrants, endings) === 'open')
    .flatMap(({ warrants }) => warrants.at(-1)?.resources ?? []);
  const wanted = onceEach(openings.flatMap(({ resources }) => resources));
  const resources = onceEach([...live, ...wanted]);
  await world.terraform.prepare({ target: world.target, settings: settingsOf(archive.genesis), resources });
  world.progress(`planning ${wanted.length} resources`);
  const plan = await planPastLock(world, archive, wanted.map(addressOf));
  world.progress('planned');
  return plan;
}

function reviewed(plan: SavedPlan, openings: readonly Opening[], expected: Expected): Problem[] {
  const read = readPlan(plan.json);
  if (!read.ok) return [...read.problems];
  return reviewOpening(read.value, onceEach(openings.flatMap(({ resources }) => resources)), expected);
}

/** The file as it was read, and who asked for what, at the head of the grant's story. */
async function request(archive: Archive, { grant }: Opening): Promise<void> {
  const body = {
    person: grant.person.id,
    playbook: grant.playbook.value.id,
    incident: grant.incident,
    reason: grant.reason,
    file: grant.written.file,
    digest: grant.written.digest,
    notAfter: formatInstant(grant.notAfter),
  };
  await archive.log({ kind: 'requested', grant: grant.id, body });
}

/** A run that did not even start is read back like every other: what it did is what stands. */
async function runPlan({ terraform }: World, plan: SavedPlan): Promise<Pick<TerraformRun, 'log'>> {
  try {
    return await terraform.apply(plan);
  } catch (error) {
    return { log: error instanceof Error ? error.message : String(error) };
  }
}

function inWords(problems: readonly Problem[]): string[] {
  return problems.map(({ code, message }) => `${code} ${message}`);
}

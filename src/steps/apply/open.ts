/**
 * Opening: plan, review, warrant, apply, read back. The warrant is written before the first
 * permission exists, and the plan that is applied is the one that was reviewed.
 */
import type { BlobReference, Trusted, Warrant } from '../../archive/records.ts';
import type { Checked } from '../../grant/check.ts';
import { formatInstant, type Instant } from '../../grant/lifetime.ts';
import type { Repository } from '../../ports.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Archive } from '../archive/archive.ts';
import { planBlobs } from '../plan-blobs.ts';
import type { World } from '../world.ts';
import type { Choice } from './choose.ts';
import { confirm, type Opened } from './confirm.ts';
import { giveUp } from './give-up.ts';
import { type Opening, onceEach, openingOf, warrantOf } from './opening.ts';
import { planOpening, runPlan } from './plan-opening.ts';
import { refuseLate } from './refuse.ts';

export type { Opened } from './confirm.ts';

export type Run = {
  readonly choice: Choice;
  readonly commit: string;
  readonly checked: Checked;
  readonly trusted: Trusted | undefined;
};

/** `overtaken`: another run was faster, nothing was done, and the same may be tried at once. */
export type Outcome = {
  readonly opened: readonly Opened[];
  readonly problems: readonly Problem[];
  readonly overtaken: boolean;
};

export async function open(
  world: World & { readonly repository: Repository },
  archive: Archive,
  run: Run,
): Promise<Outcome> {
  await trust(archive, run);
  if (run.choice.open.length === 0) return { opened: [], problems: [], overtaken: false };
  const now = world.clock.now();
  const openings = run.choice.open.map((grant) => openingOf(grant, now, world.random));
  const wanted = onceEach(openings.flatMap(({ resources }) => resources));
  const { plan, problems } = await planOpening(world, archive, wanted);
  const blobs = await archive.keep(planBlobs(plan));
  if (problems.length > 0) return refuse(archive, { openings, problems, blobs });
  world.progress('reviewed: the plan creates what was decided, and nothing else');
  const warrants = await arm(archive, { openings, blobs, now, run });
  refuseLate(world.clock.now(), warrants);
  world.progress(
    `armed: in the archive are the warrants of ${warrants.map(({ grant }) => grant).join(', ')}`,
  );
  const { log, undone } = await runPlan(world, plan);
  const given = undone && (await giveUp(world, archive, { warrants, undone, log }));
  if (given) return { opened: [], problems: given, overtaken: undone === 'BG0603' };
  world.progress('applied that plan');
  return { ...(await confirm(world, archive, { openings, warrants, log })), overtaken: false };
}

async function refuse(
  archive: Archive,
  refused: {
    readonly openings: readonly Opening[];
    readonly problems: readonly Problem[];
    readonly blobs: readonly BlobReference[];
  },
): Promise<Outcome> {
  const { openings, blobs } = refused;
  const body = { problems: inWords(refused.problems) };
  for (const { grant } of openings) await archive.log({ kind: 'refused', grant: grant.id, body, blobs });
  return { opened: [], problems: refused.problems, overtaken: false };
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

function inWords(problems: readonly Problem[]): string[] {
  return problems.map(({ code, message }) => `${code} ${message}`);
}

/**
 * Which grants to open now. Pure. A grant that has a record is never opened again, unless nothing
 * came of its warrants; what is live stays as its warrant says, whatever its file says today.
 */
import { nextNumber, standOf } from '../../archive/grants.ts';
import type { Grant } from '../../grant/grant.ts';
import { formatInstant, type Instant } from '../../grant/lifetime.ts';
import { checkDates, isPast } from '../../grant/rules/opening.ts';
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { GrantRecords } from '../archive/archive.ts';
import type { Live } from '../sweep/decide.ts';

export type Choice = {
  readonly open: readonly Grant[];
  /** The number of the warrant that opens it, of those that were abandoned before; all others begin with 0. */
  readonly anew: ReadonlyMap<string, number>;
  /** Live as their warrant says. */
  readonly kept: readonly string[];
  readonly past: readonly string[];
  /** Had their life; the id never opens again. */
  readonly ended: readonly string[];
  readonly problems: readonly Problem[];
};

export type Candidates = {
  readonly grants: readonly Grant[];
  readonly live: readonly Live[];
  /** Records of those grants that have any. */
  readonly records: ReadonlyMap<string, GrantRecords>;
  readonly now: Instant;
};

export function choose({ grants, live, records, now }: Candidates): Choice {
  const choice = {
    open: [] as Grant[],
    anew: new Map<string, number>(),
    kept: [] as string[],
    past: [] as string[],
    ended: [] as string[],
    problems: [] as Problem[],
  };
  const lives = new Map(live.map((one) => [one.grant, one]));
  for (const grant of [...grants].sort(byId)) {
    const found = lives.get(grant.id);
    const known = records.get(grant.id);
    if (found) {
      choice.kept.push(grant.id);
      choice.problems.push(...changed(grant, found));
    } else if (known && !isAnew(grant, known)) {
      choice.ended.push(grant.id);
      choice.problems.push(...again(grant, known, now));
    } else if (isPast(grant, now)) choice.past.push(grant.id);
    else {
      if (known) choice.anew.set(grant.id, nextNumber(known.warrants));
      place(grant, { ...choice, live, now });
    }
  }
  return choice;
}

/** Nothing ever stood of it, and the file is the one that was approved: it is still to be opened. */
function isAnew({ written }: Grant, { warrants, endings }: GrantRecords): boolean {
  return standOf(warrants, endings) === 'abandoned' && warrants.at(-1)?.file === written.digest;
}

function place(
  grant: Grant,
  into: { open: Grant[]; problems: Problem[]; live: readonly Live[]; now: Instant },
): void {
  const problems = [...checkDates(grant, into.now), ...tooMany(grant, into)];
  if (problems.length === 0) into.open.push(grant);
  else into.problems.push(...problems);
}

/** The bytes are compared, not the meaning: what people approved was this file. */
function changed({ id, written }: Grant, { warrant }: Live): Problem[] {
  if (!warrant || warrant.file === written.digest) return [];
  return [
    errorAt(written.place(['id']), {
      code: 'BG0333',
      message: `\`${id}\` was changed after it was opened`,
      label: `live until ${formatInstant(Date.parse(warrant.end) as Instant)}`,
      hint: 'make a new grant; to end this one, delete its file',
    }),
  ];
}

/** A file that came back, or was edited, after its grant had ended. The same old file is no error. */
function again({ id, notAfter, written }: Grant, { warrants }: GrantRecords, now: Instant): Problem[] {
  const same = warrants.some(({ file }) => file === written.digest);
  if (same || isPast({ notAfter }, now)) return [];
  return [
    errorAt(written.place(['id']), {
      code: 'BG0334',
      message: `\`${id}\` was opened before and has ended`,
      hint: 'make a new grant with another id',
    }),
  ];
}

function tooMany(
  { playbook, written }: Grant,
  { open, live }: { open: readonly Grant[]; live: readonly Live[] },
): Problem[] {
  const { id, limits } = playbook.value;
  const already = live.filter(({ warrant }) => playbookOf(warrant?.meaning) === id).length;
  const count = already + open.filter((grant) => grant.playbook.value.id === id).length;
  if (count < limits.maxLive) return [];
  return [
    errorAt(written.place(['playbook']), {
      code: 'BG0332',
      message: `playbook \`${id}\` allows ${limits.maxLive} live at the same time`,
      label: `${count} are live or being opened`,
      hint: 'end one of them, or wait',
    }),
  ];
}

function playbookOf(meaning: unknown): string | undefined {
  if (typeof meaning !== 'object' || meaning === null || !('playbook' in meaning)) return undefined;
  return String(meaning.playbook);
}

function byId(a: Grant, b: Grant): number {
  return a.id < b.id ? -1 : 1;
}

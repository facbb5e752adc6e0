/** What an approver should stop at. Said only where the documents or the files show it. */
import { at, minute } from '../lifetime.ts';
import { minutesOf } from '../resolve/resolve.ts';
import type { Around, History, NamedLogin, NamedTable } from './around.ts';
import type { Given } from './given.ts';

export type Unusual = { readonly unusual: readonly string[]; readonly unknown: readonly string[] };

/** From this part of a ceiling on a grant is near it. */
const near = 0.8;

export function unusualOf(given: Given, around: Around, history: History): Unusual {
  const seen = [
    ...factor(given),
    ...ofPlaybook(given, around),
    ...around.logins.flatMap(widest),
    ...around.tables.flatMap((one) => ofTable(one, around)),
    ...ofDay(given, history),
  ];
  const first = firstUse(given, around, history);
  if (first !== undefined && history.complete) seen.push(first);
  return { unusual: seen, unknown: unknownOf(around, history) };
}

function unknownOf({ playbook }: Around, { complete }: History): string[] {
  const ceilings = 'The ceilings of its playbook: it is not in the files.';
  const before =
    'Whether its playbook was used before, and what else this person asked for: some grant files cannot be read.';
  return [...(playbook === undefined ? [ceilings] : []), ...(complete ? [] : [before])];
}

function factor({ secondFactor, who }: Given): string[] {
  if (secondFactor !== null) return [];
  const how =
    who.kind === 'iamUser'
      ? 'a password or key is enough'
      : 'only the sign-in of the company can ask for one';
  return [`AWS cannot see a second factor: ${how}.`];
}

function ofPlaybook({ from, until }: Given, { playbook }: Around): string[] {
  if (playbook === undefined) return [];
  const minutes = (at(until) - at(from)) / minute;
  const most = minutesOf(playbook.limits.maxDuration);
  if (minutes < most * near) return [];
  return [
    `${minutes >= most ? 'As long as' : 'Nearly as long as'} the playbook allows: ${Math.floor(minutes)} of ${most} minutes.`,
  ];
}

/** The owner orders levels by nothing; the one with the most database roles is taken for the widest. */
function widest({ access, entry }: NamedLogin): string[] {
  if (access === undefined || entry === undefined) return [];
  const count = (level: string) => entry.levels[level]?.roles.length ?? 0;
  const others = Object.keys(entry.levels).filter((level) => level !== access.level);
  const own = count(access.level);
  if (!others.some((level) => count(level) < own) || others.some((level) => count(level) > own)) return [];
  return [`${access.level.toUpperCase()} is the widest level of ${access.database}.`];
}

function ofTable({ name, index, keys, attributes }: NamedTable, { playbook }: Around): string[] {
  const entry = playbook?.allows.find((one) => one.table === name && (one.index ?? null) === index);
  const most = entry?.maxPartitionKeys ?? 0;
  return [
    ...(attributes === null ? [`All columns of ${name}, not a list of them.`] : []),
    ...(most > 1 && keys.length >= most * near
      ? [`${keys.length} keys of ${name}; the playbook allows ${most}.`]
      : []),
  ];
}

function ofDay({ role, session }: Given, { grants }: History): string[] {
  const day = role.slice(0, 10);
  const others = grants.filter(({ id, person }) => id !== role && id.startsWith(day) && person === session);
  return others.length < 2 ? [] : [`One of ${others.length + 1} grants that this person asks for on ${day}.`];
}

function firstUse({ role }: Given, { playbook }: Around, { grants }: History): string | undefined {
  if (playbook === undefined) return undefined;
  const before = grants.some(
    (one) => one.playbook === playbook.id && one.id !== role && one.id.slice(0, 10) <= role.slice(0, 10),
  );
  return before ? undefined : `First use of playbook ${playbook.id}, as far as the files in grants/ show.`;
}

/** What the archive says of the grants that a sweep has to judge. */
import type { Warrant } from '../../archive/records.ts';
import type { Archive, GrantRecords, KnownRecords } from '../archive/archive.ts';
import { nothingKnown } from '../archive/open-archive.ts';
import type { Known } from './decide.ts';
import type { Standing } from './standing.ts';

/** What the archive says now, of records and of what was applied. */
export async function readAll(
  archive: Archive,
  standing: Standing,
): Promise<Pick<Known, 'records' | 'applied'>> {
  const records = await readRecords(archive, standing);
  return { records, applied: await appliedOf(archive, records) };
}

/** A log that cannot be read says of no grant that it was not applied. */
export async function appliedOf(
  archive: Archive,
  records: KnownRecords,
): Promise<ReadonlySet<string> | undefined> {
  return archive.applied(lastWarrants(records)).catch(() => undefined);
}

/** The warrant that counts, of every grant that has one. */
export function lastWarrants({ grants }: KnownRecords): Warrant[] {
  return [...grants.values()].flatMap(({ warrants }) => warrants.slice(-1));
}

/**
 * The grants that are not finished, and those of which a role or schedule stands. An archive that cannot be
 * read makes everything unknown; it stops nothing.
 */
export async function readRecords(archive: Archive, { roles, schedules }: Standing): Promise<KnownRecords> {
  try {
    const unfinished = await archive.unfinished();
    const grants = new Map(unfinished.grants);
    const unreadable = new Map(unfinished.unreadable);
    const names = [
      ...roles.items.map(({ name }) => name),
      ...schedules.items.map(({ name }) => name.replace(/-\d+$/, '')),
    ];
    const others = [...new Set(names)].filter((name) => isGrantId(name) && !grants.has(name));
    await Promise.all(others.map((name) => readOne(archive, name, { grants, unreadable })));
    return { ...unfinished, grants, unreadable };
  } catch (error) {
    return nothingKnown(inWords(error));
  }
}

/** Records of a grant that the keys call finished, although something of it stands. */
async function readOne(
  archive: Archive,
  name: string,
  into: { readonly grants: Map<string, GrantRecords>; readonly unreadable: Map<string, string> },
): Promise<void> {
  try {
    const records = await archive.of(name);
    if (records.warrants.length + records.endings.length > 0) into.grants.set(name, records);
  } catch (error) {
    into.unreadable.set(name, inWords(error));
  }
}

/** Anybody who may create roles chooses their names; only ids are looked up. */
function isGrantId(name: string): boolean {
  return /^\d{4}-\d{2}-\d{2}-[a-z0-9-]{1,37}$/.test(name);
}

function inWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

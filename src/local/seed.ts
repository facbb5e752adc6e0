/** Makes what an estate names stand in a local AWS: everything that a grant needs and that is not ours to create. */
import type { Estate } from '../grant/resolve/estate.ts';
import { connect } from '../outside/aws/connection.ts';
import { Outage } from '../problem/outage.ts';
import { seedBuckets } from './seed-buckets.ts';
import { seedDatabases } from './seed-databases.ts';
import { seedFoundation } from './seed-foundation.ts';
import { seedTables } from './seed-tables.ts';
import type { Stage } from './stage.ts';

/**
 * To be called once on an empty local AWS. Returns the security group for openings of each
 * database by the database's name: moto draws its own ids, and the estate has to name them.
 */
export async function seedLocalAws(
  endpoint: string,
  estate: Estate,
  target: string,
): Promise<Map<string, string>> {
  const entry = estate.targets.get(target);
  if (entry === undefined) throw new Outage(`the estate has no target ${target}`);
  const { account, region } = entry.value;
  const stage: Stage = { target, account, region, settings: connect({ region, endpoint }).settings };
  try {
    await seedBuckets(stage, entry.value);
    await seedTables(stage, of(target, estate.tables), estate.locks.get(target)?.value);
    await seedFoundation(stage, usersOf(estate));
    return await seedDatabases(stage, of(target, estate.databases));
  } catch (error) {
    throw new Outage(`the local AWS cannot be furnished: ${String(error)}`, { cause: error });
  }
}

/** The entries of one target, by name. */
function of<T extends { readonly target: string }>(
  target: string,
  entries: ReadonlyMap<string, { readonly value: T }>,
) {
  return [...entries].flatMap(([name, { value }]) =>
    value.target === target ? [[name, value] as const] : [],
  );
}

function usersOf(estate: Estate): string[] {
  return [...estate.people.values()].flatMap(({ value }) => value.aws?.iamUser ?? []);
}

/**
 * Which warrants were applied: their run read everything back and said so. That stands in the log
 * only, because it decides nothing about access; without it somebody has to look at what stands.
 */
import { ownKey } from '../../archive/named.ts';
import type { Warrant } from '../../archive/records.ts';
import { at, hour, plus } from '../../grant/lifetime.ts';
import type { Store } from '../../ports.ts';
import { backwards, catchUp, type LogWindow, type SoundLine } from './log-window.ts';

/** By how much the clocks of the warrant's and the entry's writer may differ. */
const skew = hour;

/**
 * The grants among `warrants`, one each, that have an `applied` after the entry of that warrant.
 * Walks back no further than the oldest of them. Throws `Outage`.
 */
export async function readApplied(
  store: Store,
  window: LogWindow,
  warrants: readonly Warrant[],
): Promise<ReadonlySet<string>> {
  const pending = new Map(warrants.map((warrant) => [warrant.grant, warrant]));
  const applied = new Set<string>();
  if (pending.size === 0) return applied;
  const oldest = Math.min(...warrants.map((warrant) => plus(at(warrant.at), -skew)));
  await catchUp(store, window);
  for await (const { about } of backwards(store, window)) {
    const grant = decided(about, pending);
    if (grant !== undefined) pending.delete(grant);
    if (grant !== undefined && about.kind === 'applied') applied.add(grant);
    if (pending.size === 0 || about.at < oldest) break;
  }
  return applied;
}

/** Whose `applied` it is, or whose entry of the warrant itself: what lies before that is of another warrant. */
function decided(
  { kind, grant, records }: SoundLine['about'],
  pending: ReadonlyMap<string, Warrant>,
): string | undefined {
  const warrant = pending.get(grant?.id ?? '');
  if (warrant === undefined) return undefined;
  const key = ownKey(warrant);
  return kind === 'applied' || records.some((named) => named.key === key) ? warrant.grant : undefined;
}

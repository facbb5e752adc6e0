/** The whole life of a grant, as a newcomer sees it. */
import type { Figure } from '../budgets.ts';
import { repeat, root, saying } from '../measure.ts';

export async function drill(): Promise<Figure[]> {
  const where = { folder: root };
  return [(await repeat('drill', { times: 1, args: ['drill'], where, check: saying('intact') })).figure];
}

/** Years of records, verified without trust in whoever keeps them. */
import { join } from 'node:path';
import { day, plus } from '../../../src/grant/lifetime.ts';
import { machineClock } from '../../../src/outside/clock.ts';
import type { Figure } from '../budgets.ts';
import { pastIds, writeHistory } from '../history.ts';
import { repeat, saying } from '../measure.ts';
import { home } from '../repository.ts';

export async function verify(folder: string): Promise<Figure[]> {
  const now = machineClock.now();
  const entries = writeHistory({
    folder: join(folder, '.breakglass', home.target, 'archive'),
    endpoint: 'http://127.0.0.1:5000',
    commit: '9c1f0e2b7a4d5566778899aabbccddeeff001122',
    finished: pastIds(now, 10_000),
    live: [],
    begin: plus(now, -502 * day),
    end: plus(now, -2 * day),
    seed: 2,
  });
  const { figure, taken } = await repeat('verify', {
    times: 3,
    args: ['archive', 'verify', '--target', home.target],
    where: { folder },
    check: saying(`intact: ${entries} log entries`),
  });
  return [figure, { name: 'verify memory', values: taken.map(({ peak }) => peak), cpu: [] }];
}

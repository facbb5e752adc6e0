/** How long a person waits for an answer that needs no network. */
import { join } from 'node:path';
import { hour, plus } from '../../../src/grant/lifetime.ts';
import { machineClock } from '../../../src/outside/clock.ts';
import type { Figure } from '../budgets.ts';
import { writeHistory } from '../history.ts';
import { repeat, saying } from '../measure.ts';
import { home, writeRepository } from '../repository.ts';

export async function start(folder: string): Promise<Figure[]> {
  const live = await writeRepository(folder, 100);
  const now = machineClock.now();
  writeHistory({
    folder: join(folder, '.breakglass', home.target, 'archive'),
    endpoint: 'http://127.0.0.1:5000',
    commit: '9c1f0e2b7a4d5566778899aabbccddeeff001122',
    finished: [],
    live,
    begin: plus(now, -hour / 2),
    end: now,
    seed: 1,
  });
  const where = { folder };
  const last = live.at(-1) ?? '';
  const help = await repeat('help', { times: 9, args: ['--help'], where, check: saying('Everyday') });
  const status = await repeat('status', { times: 9, args: ['status'], where, check: saying(last) });
  return [help.figure, status.figure];
}

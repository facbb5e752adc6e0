/** A repository with a thousand grants. */
import { join } from 'node:path';
import type { Figure } from '../budgets.ts';
import { repeat, saying } from '../measure.ts';
import { writeRepository } from '../repository.ts';

export async function files(folder: string): Promise<Figure[]> {
  await writeRepository(folder, 1000);
  const where = { folder };
  const validate = await repeat('validate', {
    times: 3,
    args: ['validate'],
    where,
    check: saying('1000 grants'),
  });
  const out = join(folder, 'preview');
  const synth = await repeat('synth', {
    times: 3,
    args: ['synth', '--out', out],
    where,
    check: saying(out),
  });
  return [validate.figure, synth.figure];
}

/** A repository of many grants: the example's own, made today's and local, and each repeated under further ids. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, writeCopy } from '../../src/local/drill/copy.ts';
import { machineClock } from '../../src/outside/clock.ts';
import { readWorkTree } from '../../src/outside/files.ts';
import { root } from './measure.ts';

export const home = { target: 'prod-eu', account: '111122223333', region: 'eu-central-1' } as const;

/** Returns the ids. */
export async function writeRepository(folder: string, count: number): Promise<string[]> {
  const { target } = home;
  await writeCopy(folder, readWorkTree(root), {
    target,
    storage: inFolder,
    now: machineClock.now(),
    groups: new Map(),
  });
  const grants = readWorkTree(folder, ['grants']);
  mkdirSync(join(folder, 'grants'), { recursive: true });
  const ids = Array.from({ length: count }, (_, n) => {
    const { path = '' } = grants[n % grants.length] ?? {};
    const { id, text } = numbered(readFileSync(join(folder, path), 'utf8'), n);
    writeFileSync(join(folder, 'grants', `${id}.yaml`), text);
    return id;
  });
  for (const { path } of grants) rmSync(join(folder, path));
  return ids;
}

/** The same grant under an id of its own. */
export function numbered(text: string, n: number): { id: string; text: string } {
  const id = `${/^id: (\S+)$/m.exec(text)?.[1]}-${String(n).padStart(4, '0')}`;
  return { id, text: text.replace(/^id: .*$/m, `id: ${id}`) };
}

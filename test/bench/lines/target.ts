/**
 * One target in the middle of its life, on the real Terraform and a local AWS: 10,000 grants behind
 * it, 100 live. A sweep that finds nothing, an apply of one more, and twenty that end together.
 */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { day, plus, second } from '../../../src/grant/lifetime.ts';
import { machineClock } from '../../../src/outside/clock.ts';
import { home, openStage, type Stage } from '../../real/life/stage.ts';
import type { Figure } from '../budgets.ts';
import { pastIds, writeHistory } from '../history.ts';
import { repeat, saying, take } from '../measure.ts';
import { numbered } from '../repository.ts';
import { terraformAlone } from '../terraform-alone.ts';

const sweepArgs = ['sweep', '--target', home.target];
const applyArgs = ['apply', '--target', home.target];
/** No playbook may have more grants live. */
const most = 50;

export async function target(): Promise<Figure[]> {
  const stage = await openStage(['alba']);
  try {
    await giveHistory(stage);
    const text = stage.text(stage.file('alba'));
    const short = grantsOf(text, { from: 0, count: 20, duration: '15m' });
    const long = grantsOf(text, { from: 20, count: 80, duration: '60m' });
    await stage.commit({ ...short, ...long, ...playbooks(stage), [stage.file('alba')]: undefined });
    await stage.run(0, ...applyArgs);
    const sweep = await sweepOfNothing(stage);
    return [sweep, await applyOfOne(stage, text), ...(await endOf(stage, Object.keys(short)))];
  } finally {
    await stage.close();
  }
}

/** In the place of the archive that was just begun. */
async function giveHistory(stage: Stage): Promise<void> {
  rmSync(stage.archive, { recursive: true });
  const now = machineClock.now();
  writeHistory({
    folder: stage.archive,
    endpoint: stage.gate.endpoint,
    commit: await stage.head(),
    finished: pastIds(now, 10_000),
    live: [],
    begin: plus(now, -502 * day),
    end: plus(now, -2 * day),
    seed: 3,
  });
}

function playbooks(stage: Stage): Record<string, string> {
  const text = stage.text('playbooks/orders-db-read.yaml').replace(/maxLive: \d+/, `maxLive: ${most}`);
  const ids = [0, 1, 2].map((n) => `orders-db-read-${n}`);
  return Object.fromEntries(
    ids.map((id) => [`playbooks/${id}.yaml`, text.replace(/^id: .*$/m, `id: ${id}`)]),
  );
}

function grantsOf(
  text: string,
  { from, count, duration }: { from: number; count: number; duration: string },
): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, n) => {
      const grant = numbered(text, from + n);
      const timed = grant.text.replace(/^duration: .*$/m, `duration: ${duration}`);
      const playbook = `playbook: orders-db-read-${Math.floor((from + n) / most)}`;
      return [`grants/${grant.id}.yaml`, timed.replace(/^playbook: .*$/m, playbook)];
    }),
  );
}

async function sweepOfNothing(stage: Stage): Promise<Figure> {
  stage.terraformStarts();
  const { figure } = await repeat('sweep', {
    times: 5,
    args: sweepArgs,
    where: stage,
    check: saying('nothing is over'),
  });
  const starts = stage.terraformStarts();
  if (starts.length > 0) throw new Error(`a sweep with nothing over started Terraform: ${starts.join(', ')}`);
  return figure;
}

/** Against Terraform's own time for the same resources, initialized, in a state that holds nothing else. */
async function applyOfOne(stage: Stage, text: string): Promise<Figure> {
  const values: number[] = [];
  const cpu: number[] = [];
  for (const n of [100, 101, 102]) {
    const [[path = '', file = ''] = []] = Object.entries(
      grantsOf(text, { from: n, count: 1, duration: '60m' }),
    );
    await stage.commit({ [path]: file });
    const taken = await take(applyArgs, stage);
    const alone = await terraformAlone(stage, /grants\/(.*)\.yaml/.exec(path)?.[1] ?? '');
    process.stderr.write(`  apply ${taken.seconds.toFixed(1)} s, Terraform alone ${alone.toFixed(1)} s\n`);
    values.push(taken.seconds / alone);
    cpu.push(taken.cpu);
  }
  return { name: 'apply', values, cpu };
}

/** Cut is what has its record; the files say when. */
async function endOf(stage: Stage, files: readonly string[]): Promise<Figure[]> {
  const ids = files.map((file) => file.slice('grants/'.length, -'.yaml'.length));
  stage.clock.jumpTo(plus(stage.endOf(ids[0] ?? ''), second));
  const began = Date.now();
  const { seconds, cpu, stdout } = await take([...sweepArgs, '--json'], stage);
  const conclusions: { grant: string; state: string }[] = JSON.parse(stdout).conclusions;
  const closed = conclusions.filter(({ state }) => state === 'closed').map(({ grant }) => grant);
  if (closed.join() !== ids.join()) throw new Error(`closed: ${closed.join()}, not: ${ids.join()}`);
  const cut = Math.max(...ids.map((id) => cutAt(stage, id))) - began;
  return [
    { name: 'cut', values: [cut / 1000], cpu: [] },
    { name: 'remove', values: [seconds], cpu: [cpu] },
  ];
}

function cutAt({ archive }: Stage, id: string): number {
  const folder = join(archive, 'endings', id);
  const file = readdirSync(folder).find((name) => name.endsWith('-cut.json'));
  if (file === undefined) throw new Error(`${id} was not cut`);
  return statSync(join(folder, file)).mtimeMs;
}

/** The figures beside their budgets: as a table for people, as JSON for what is kept. */
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release } from 'node:os';
import { findTools } from '../../src/local/drill/tools.ts';
import { budgets, type Figure, isTooSlow, median, ratio } from './budgets.ts';

export type Report = Awaited<ReturnType<typeof reportOf>>;

export async function reportOf(figures: readonly Figure[], at: string) {
  const on = await machine();
  return {
    schemaVersion: 1,
    at,
    machine: on,
    figures: figures.map((figure) => ({
      ...{ name: figure.name, ...budgets[figure.name] },
      ...{ min: Math.min(...figure.values), median: median(figure.values), max: Math.max(...figure.values) },
      ...{ cpu: figure.cpu.length === 0 ? null : median(figure.cpu), ratio: ratio(figure) },
      tooSlow: isTooSlow(figure, on.load > on.cores),
      values: figure.values,
    })),
  };
}

export function table({ figures, machine: on }: Report): string {
  const head = ['', 'min', 'median', 'max', 'cpu', 'budget', 'of it'];
  const rows = figures.map(({ what, unit, min, median: middle, max, cpu, limit, ratio: part, tooSlow }) => [
    what,
    ...[min, middle, max].map((value) => `${digits(value)} ${unit}`),
    cpu === null ? '-' : `${digits(cpu)} s`,
    `${limit} ${unit}`,
    `${Math.round(part * 100)} %${tooSlow ? ' TOO SLOW' : part > 1 ? ' over' : ''}`,
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  const busy =
    on.load > on.cores ? '\nthe machine was busy: times are upper bounds, processor time decides' : '';
  const told = `${on.cores} cores (${on.cpu}), load ${on.load}, ${on.system}, Node ${on.node} (${on.nodeAlone} s alone), ${on.terraform}`;
  return `${[head, ...rows].map(line).join('\n')}\n${told}${busy}\n`;
}

function digits(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toFixed(value >= 10 ? 1 : 2);
}

/** `load`: of the last minute, as the run ended; other work on the machine shows in it. */
async function machine() {
  const [first] = cpus();
  const [terraform = ''] = await findTools(process.env).catch(() => ['no Terraform']);
  return {
    cores: cpus().length,
    cpu: first?.model ?? 'unknown',
    load: Number((loadavg()[0] ?? 0).toFixed(1)),
    system: `${process.platform} ${release()}`,
    node: process.version,
    nodeAlone: nodeAlone(),
    terraform,
  };
}

/** Seconds until a Node with nothing to do has ended: no command can be quicker. */
function nodeAlone(): number {
  const runs = Array.from({ length: 5 }, () => {
    const began = performance.now();
    execFileSync(process.execPath, ['-e', '0']);
    return (performance.now() - began) / 1000;
  });
  return Number(Math.min(...runs).toFixed(3));
}

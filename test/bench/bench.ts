/**
 * `npm run bench`: measures the budgets; `npm run bench -- verify` those whose name holds the word.
 * Prints a table, writes test/.out/bench.json, and fails only beyond three times a budget.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figure, Name } from './budgets.ts';
import { drill } from './lines/drill.ts';
import { files } from './lines/files.ts';
import { start } from './lines/start.ts';
import { target } from './lines/target.ts';
import { verify } from './lines/verify.ts';
import { root } from './measure.ts';
import { reportOf, table } from './report.ts';

/** What is measured together, in a folder of its own. */
type Line = { readonly names: readonly Name[]; measure(folder: string): Promise<Figure[]> };

const lines: readonly Line[] = [
  { names: ['help', 'status'], measure: start },
  { names: ['validate', 'synth'], measure: files },
  { names: ['verify', 'verify memory'], measure: verify },
  { names: ['sweep', 'apply', 'cut', 'remove'], measure: target },
  { names: ['drill'], measure: drill },
];

const words = process.argv.slice(2);
const chosen = lines.filter(
  ({ names }) => words.length === 0 || names.some((name) => words.some((word) => name.includes(word))),
);
if (chosen.length === 0)
  throw new Error(`nothing of that name; there is: ${lines.flatMap(({ names }) => names).join(', ')}`);

const figures: Figure[] = [];
for (const line of chosen) figures.push(...(await measured(line)));
const report = await reportOf(figures, new Date().toISOString());
mkdirSync(join(root, 'test', '.out'), { recursive: true });
writeFileSync(join(root, 'test', '.out', 'bench.json'), `${JSON.stringify(report, undefined, 2)}\n`);
process.stdout.write(table(report));
if (report.figures.some(({ tooSlow }) => tooSlow)) process.exitCode = 1;

async function measured({ names, measure }: Line): Promise<Figure[]> {
  process.stderr.write(`measuring ${names.join(', ')}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'breakglass-bench-'));
  try {
    return await measure(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

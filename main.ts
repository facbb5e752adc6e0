/**
 * The CDKTF app. With the path of a JSON file that holds a `SynthesisInput` it synthesizes that;
 * the command line runs it so, as a child, and never loads cdktf itself. Bare, as `cdktf synth`
 * runs it, it makes a preview of every target from the repository's files.
 */
import { readFileSync } from 'node:fs';
import { checkFiles } from './src/grant/check.ts';
import { previewInputs } from './src/grant/preview.ts';
import { findRoot, readWorkTree } from './src/outside/files.ts';
import { unmetOutage } from './src/outside/system-errors.ts';
import type { SynthesisInput } from './src/ports.ts';
import { Outage } from './src/problem/outage.ts';
import { renderProblems } from './src/view/problems.ts';
import { synthesize } from './stacks/synthesize.ts';

try {
  const file = process.argv[2];
  const inputs = file === undefined ? preview() : [JSON.parse(readFileSync(file, 'utf8')) as SynthesisInput];
  synthesize(inputs, process.env['CDKTF_OUTDIR'] ?? 'cdktf.out');
} catch (error) {
  const outage = error instanceof Outage ? error : unmetOutage(error);
  if (outage === undefined) throw error;
  process.stderr.write(
    `failed: ${outage.message}\n${outage.hint === undefined ? '' : `  help: ${outage.hint}\n`}`,
  );
  process.exitCode = 1;
}

/** Sound grants only; what is wrong with the others is said on stderr. */
function preview(): SynthesisInput[] {
  const checked = checkFiles(readWorkTree(findRoot(process.cwd())));
  if (checked.problems.length > 0) {
    process.stderr.write(`${renderProblems(checked.problems, { colour: false })}\n`);
    if (checked.problems.some(({ severity }) => severity === 'error')) process.exitCode = 3;
  }
  return previewInputs(checked);
}

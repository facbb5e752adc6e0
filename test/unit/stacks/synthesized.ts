/** Synthesizes into a scratch folder and gives back what was written. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { SynthesisInput } from '../../../src/ports.ts';
import { synthesize } from '../../../stacks/synthesize.ts';

/** A folder that is removed after the tests of this file. */
export const scratch = mkdtempSync(join(tmpdir(), 'breakglass-stacks-'));
afterAll(() => rmSync(scratch, { recursive: true }));

let runs = 0;

export function textOf(input: SynthesisInput): string {
  runs += 1;
  const outdir = join(scratch, String(runs));
  synthesize([input], outdir);
  return readFileSync(join(outdir, 'stacks', input.target, 'cdk.tf.json'), 'utf8');
}

export type Synthesized = {
  readonly terraform: Record<string, unknown>;
  readonly provider: unknown;
  readonly resource?: Record<string, Record<string, Record<string, unknown>>>;
};

export function synthesized(input: SynthesisInput): Synthesized {
  return JSON.parse(textOf(input));
}

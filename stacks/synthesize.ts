/**
 * Runs the CDKTF app and checks what it wrote against the values that went in. cdktf merges names,
 * drops arguments it does not know and evaluates text of its own form, all without a word.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { addressOf, type Resource } from '../src/grant/resources.ts';
import type { SynthesisInput } from '../src/ports.ts';
import { terraformArguments } from './arguments.ts';
import { App } from './cdk.ts';
import { grantsStack } from './grants-stack.ts';

/** Writes `manifest.json` and `stacks/<target>/cdk.tf.json` below `outdir`. Throws when a value did not arrive. */
export function synthesize(inputs: readonly SynthesisInput[], outdir: string): void {
  untraced(() => {
    const app = new App({ outdir });
    for (const input of inputs) grantsStack(app, input);
    app.synth();
  });
  for (const input of inputs) checkArrived(input, join(outdir, 'stacks', input.target, 'cdk.tf.json'));
}

/** cdktf notes for every value where it was made, the whole stack as text: a third of the time, for messages that we never print. */
function untraced(work: () => void): void {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => undefined;
  try {
    work();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}

type Synthesized = { readonly resource?: Record<string, Record<string, Record<string, unknown>>> };

function checkArrived(input: SynthesisInput, file: string): void {
  const { resource = {} }: Synthesized = JSON.parse(readFileSync(file, 'utf8'));
  const count = Object.values(resource).reduce((sum, named) => sum + Object.keys(named).length, 0);
  if (count !== input.resources.length) {
    throw new Error(`${count} resources were synthesized of ${input.resources.length} in ${input.target}`);
  }
  for (const wanted of input.resources) checkResource(wanted, resource[wanted.type]?.[wanted.name]);
}

function checkResource(wanted: Resource, found: Record<string, unknown> | undefined): void {
  const { '//': _, depends_on: after = [], ...args } = found ?? {};
  const same =
    isDeepStrictEqual(args, terraformArguments(wanted)) &&
    isDeepStrictEqual(after, [...new Set(wanted.dependsOn)].sort());
  if (!same) throw new Error(`synthesis changed or lost a value of ${addressOf(wanted)}`);
}

/** The working directory's one configuration file: made by the CDKTF app, made readable here. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SynthesisInput } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import { runChild } from './run.ts';

const limit = 60_000;

const fileName = 'cdk.tf.json';

export type Configuration = {
  readonly terraform?: { readonly backend?: { readonly s3?: object }; readonly required_providers?: object };
  readonly resource?: { readonly [type: string]: { readonly [name: string]: unknown } };
};

/**
 * Runs the CDKTF app (`app`: path of its bundle) as a child and writes `cdk.tf.json` into
 * `folder`: keys sorted, metadata of cdktf left out, one value a line, because Terraform quotes
 * the line in its errors.
 */
export async function writeConfiguration(
  app: string,
  input: SynthesisInput,
  folder: string,
): Promise<Configuration> {
  const scratch = await mkdtemp(join(tmpdir(), 'breakglass-synth-'));
  try {
    const configuration = tidy(JSON.parse(await synthesized(app, input, scratch)));
    await writeFile(join(folder, fileName), `${JSON.stringify(configuration, null, 2)}\n`);
    return configuration as Configuration;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** `aws_iam_role.grant-…` of every resource in it. */
export function configuredAddresses({ resource = {} }: Configuration): string[] {
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.keys(named).map((name) => `${type}.${name}`),
  );
}

/** The text that the app wrote for the target. */
async function synthesized(app: string, input: SynthesisInput, scratch: string): Promise<string> {
  const inputFile = join(scratch, 'input.json');
  await writeFile(inputFile, JSON.stringify(input));
  const { run } = await runChild({
    file: process.execPath,
    args: [app, inputFile],
    directory: scratch,
    environment: { CDKTF_OUTDIR: 'out' },
    limit,
  });
  if (run.exitCode === 0) return readFile(join(scratch, 'out', 'stacks', input.target, fileName), 'utf8');
  throw new Outage(`the configuration of ${input.target} could not be synthesized: ${reason(run.log)}`, {
    code: 'BG0608',
    cause: run.log,
  });
}

/** Sorted keys, and no member `//`: there cdktf writes its own version and paths. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([key]) => key !== '//');
  return Object.fromEntries(
    members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, tidy(member)]),
  );
}

function reason(log: string): string {
  return /^(?:\w*Error|failed): (.+)$/m.exec(log)?.[1] ?? log.trim().split('\n').at(-1) ?? '';
}

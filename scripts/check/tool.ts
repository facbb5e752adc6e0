/** Runs one of the repository's development tools to its end. */
import { execa } from 'execa';

/** Longer than any of them needs on a busy machine. */
const limit = 300_000;

/** `output` is stdout and stderr as they came. */
export type Finished = { readonly ok: boolean; readonly output: string };

/** Throws when there is no such program, or when it takes too long: neither is a finding. */
export async function tool(name: string, ...args: readonly string[]): Promise<Finished> {
  const environment = { NO_COLOR: '1', FORCE_COLOR: undefined };
  const options = { preferLocal: true, reject: false, all: true, timeout: limit, env: environment } as const;
  const run = await execa(name, args, { ...options, stdin: 'ignore', maxBuffer: 100_000_000 });
  if (run.exitCode === undefined) throw new Error(`${name} did not run to its end`, { cause: run });
  return { ok: run.exitCode === 0, output: run.all };
}

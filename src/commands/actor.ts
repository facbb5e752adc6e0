/** Who runs this command, for the archive: a pipeline run where there is one, else the AWS identity. */
import type { Actor } from '../archive/records.ts';
import type { Caller } from '../ports.ts';

export function actorOf({ arn }: Caller, environment: Readonly<Record<string, string | undefined>>): Actor {
  const run = environment['GITHUB_RUN_ID'];
  if (environment['GITHUB_ACTIONS'] !== 'true' || run === undefined) return { kind: 'human', id: arn };
  return { kind: 'ci', id: arn, run: `${environment['GITHUB_REPOSITORY'] ?? ''}#${run}` };
}

/** What keeps the log from being continued, as problems: ending goes on without the log, opening does not. */
import { Outage } from '../../problem/outage.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Archive, KnownRecords } from './archive.ts';

/** Logs what a crash kept out of the log. Throws where the archive does not answer. */
export async function logProblems(archive: Archive, known?: KnownRecords): Promise<Problem[]> {
  try {
    await archive.logMissing(known);
    return [];
  } catch (error) {
    if (!(error instanceof Outage) || error.code === undefined) throw error;
    const { code, message, hint } = error;
    return [{ code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) }];
  }
}

/** The same for those who end: an archive that does not answer is among their failures already, or has nothing to log. */
export function logProblemsIfAny(archive: Archive, known?: KnownRecords): Promise<readonly Problem[]> {
  return logProblems(archive, known).catch(() => []);
}

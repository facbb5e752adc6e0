/** `validate`: every problem of every file, offline. */
import { checkFiles } from '../grant/check.ts';
import { checkDates, isPast } from '../grant/rules/opening.ts';
import { findRoot, readWorkTree } from '../outside/files.ts';
import { type Problem, sortProblems } from '../problem/problem.ts';
import { plural } from '../view/words.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';

export async function validate(context: Context): Promise<Exit> {
  const checked = checkFiles(readWorkTree(findRoot(context.folder)));
  const now = context.clock.now();
  const past = checked.grants.filter((grant) => isPast(grant, now));
  const waiting = checked.sound.filter((grant) => !past.includes(grant));
  const dates = waiting.flatMap((grant) => checkDates(grant, now)).map(mildly);
  const problems = sortProblems([...checked.problems, ...dates]);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const { grants, playbooks } = checked.written;
  const counts = {
    grants: grants.length,
    past: past.length,
    playbooks: playbooks.length,
    broken: checked.written.broken.length,
  };
  context.view.problems(problems);
  context.view.object('validate', { ok: errors === 0, counts, problems });
  if (errors === 0) {
    const beside = past.length === 0 ? '' : ` (${past.length} past)`;
    context.view.result(
      `valid: ${plural(grants.length, 'grant')}${beside}, ${plural(playbooks.length, 'playbook')}`,
    );
    if (checked.estate.targets.size === 0) {
      context.view.note('estate/ names no target yet: begin there, as docs/reference/estate.md shows');
    }
  }
  return errors === 0 ? exit.done : exit.files;
}

/** Too little time left is the clock's doing, not the file's: `apply` will refuse it, the file is valid. */
function mildly(problem: Problem): Problem {
  return problem.code === 'BG0331' ? { ...problem, severity: 'warning' } : problem;
}

/** A name that leads nowhere and a lock file that is not there are one problem, however many places lean on them. */
import { type Problem, sortProblems } from '../problem/problem.ts';

/** Sorted. Problems that say the same of what others hold are told at the first place, which names the other ones. */
export function oncePerCause(problems: readonly Problem[]): Problem[] {
  const causes = new Map<string, Problem[]>();
  for (const problem of sortProblems(problems)) {
    const cause = JSON.stringify(ofNames(problem) ? told(problem) : problem);
    causes.set(cause, [...(causes.get(cause) ?? []), problem]);
  }
  return [...causes.values()].flatMap(([first, ...more]) => (first ? [joined(first, more)] : []));
}

/** Problems of looking up: what is wrong is elsewhere, or nowhere. */
function ofNames({ code }: Problem): boolean {
  return code.startsWith('BG02');
}

function told({ code, severity, message, label, hint }: Problem) {
  return { code, severity, message, label, hint };
}

function joined(problem: Problem, more: readonly Problem[]): Problem {
  const places = more.map(({ place }) => place && `${place.file}:${place.line}`);
  if (places.length === 0) return problem;
  const shown = places.slice(0, 2).join(', ');
  const others = places.length > 2 ? ` and ${places.length - 2} more` : '';
  return { ...problem, label: `${problem.label}; also ${shown}${others}` };
}

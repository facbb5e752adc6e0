/** The part of a drill's output that fits into a picture: every kind of step, and the beginning of what it proved. */
import { stripVTControlCharacters } from 'node:util';

/** Columns of the picture; a longer line is cut, and says so. */
const columns = 114;

/** How many lines are shown below a step, for each time that it comes. Once it has no more, it is left out. */
const shown: readonly { readonly title: string; readonly lines: readonly number[] }[] = [
  { title: 'what they would open', lines: [3] },
  { title: 'planned, reviewed, applied', lines: [5] },
  { title: 'seen through the AWS API', lines: [4, 3] },
  { title: 'swept: cut', lines: [7] },
  { title: 'swept: the denied', lines: [2] },
];

const otherwise = [1];

type Step = {
  readonly title: string | undefined;
  readonly head: string;
  readonly details: readonly string[];
};

/** ANSI sequences stay in; whatever is cut is shown as `…`. */
export function excerpt(text: string): string[] {
  const times = new Map<string, number>();
  const lines: string[] = [];
  let left = 0;
  for (const step of steps(text)) {
    const limit = step.title === undefined ? step.details.length : limitOf(step.title, times);
    if (limit === undefined) left += 1;
    else {
      lines.push(...(left > 0 ? [`      … ${left} more like these`] : []), ...drawn(step, limit));
      left = 0;
    }
  }
  return lines;
}

/** Each step with its lines; what comes before the first, and after an empty line, is a part of its own. */
function steps(text: string): Step[] {
  const parts: { title: string | undefined; head: string; details: string[] }[] = [];
  for (const line of linesOf(text)) {
    const title = titleOf(line);
    const begins = title !== undefined || line === '' || parts.length === 0;
    if (begins) parts.push({ title, head: line, details: [] });
    else parts.at(-1)?.details.push(line);
  }
  return parts;
}

/** Without carriage returns, without progress that begins with a time, and without paths of the machine that drew it. */
function linesOf(text: string): string[] {
  const all = text.replaceAll('\r', '').trimEnd().split('\n');
  const own = all.filter((line) => !plain(line).includes('; AWS provider from '));
  return own.filter((line) => !/^\s*(\d+\.\d s|\d{4}-\d\d-\d\dT\S+Z) {2}/.test(plain(line)));
}

/** `time passes to end 1 of 3` of ` 8  time passes to end 1 of 3      29.3 s`. */
function titleOf(line: string): string | undefined {
  return /^\s?\d+ {2}(\S.*?)\s+\d+\.\d s$/.exec(plain(line))?.[1];
}

/** Undefined for a step whose like was shown often enough; `end 2 of 3` is like `end 1 of 3`. */
function limitOf(title: string, times: Map<string, number>): number | undefined {
  const kind = title.replaceAll(/\d+/g, 'n');
  const time = times.get(kind) ?? 0;
  times.set(kind, time + 1);
  return (shown.find((each) => title.startsWith(each.title))?.lines ?? otherwise)[time];
}

function drawn({ head, details }: Step, limit: number): string[] {
  const left = details.length - limit;
  const mark = left > 0 ? `  … ${left} more` : '';
  const kept = details.slice(0, limit).map((line) => fitted(line, columns));
  const last = kept.pop();
  return [head, ...kept, ...(last === undefined ? [] : [`${fitted(last, columns - mark.length)}${mark}`])];
}

/** Lines below a step have no colours, so they can be cut at any character. */
function fitted(line: string, width: number): string {
  return plain(line).length <= width ? line : `${plain(line).slice(0, width - 1)}…`;
}

function plain(line: string): string {
  return stripVTControlCharacters(line);
}

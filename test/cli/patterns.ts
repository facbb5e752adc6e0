/** What differs from run to run in a script's lines, by name. A name that is not here is an error. */

const patterns: Readonly<Record<string, string>> = {
  time: '(?:\\d{4}-\\d\\d-\\d\\d )?\\d\\d:\\d\\d UTC \\([^()]*\\)',
  instant: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{3})?Z',
  digest: 'sha256:[0-9a-f]{64}',
  hex: '[0-9a-f]+',
  n: '\\d+',
  port: '127\\.0\\.0\\.1:\\d+',
  any: '.*',
};

/** `{today}` and its like, which are known before the run. */
export type Known = Readonly<Record<string, string>>;

/** Replaces what is known; in what is not a pattern of output, nothing else may stand in braces. */
export function filled(text: string, known: Known): string {
  return text.replace(/\{(root|today|soon)\}/g, (whole, name: string) => known[name] ?? whole);
}

/** Do the lines fit, in order? `...` stands for any number of lines. */
export function fits(actual: readonly string[], wanted: readonly string[], known: Known): boolean {
  const lines = wanted.map((line) => (line === '...' ? '(?:.*\n)*?' : `${patternOf(filled(line, known))}\n`));
  return new RegExp(`^${lines.join('')}$`).test(actual.map((line) => `${line.trimEnd()}\n`).join(''));
}

function patternOf(line: string): string {
  return line
    .trimEnd()
    .split(/((?<!\\u)\{[a-z]+\})/)
    .map((part, index) => (index % 2 === 0 ? escaped(part) : named(part.slice(1, -1))))
    .join('');
}

function named(name: string): string {
  const pattern = patterns[name];
  if (pattern === undefined) throw new Error(`there is no pattern {${name}}`);
  return pattern;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/**
 * Takes away each check of a part of the product in turn, and asks whether the cases notice. One
 * that can go without a failing case is either not needed or not tested. Prints a table: check,
 * cases that fail without it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import { afterAll, expect, test } from 'vitest';
import { type Check, checksIn } from './checks.ts';
import { load, type Modules } from './load.ts';

export type Weaken<T> = Modules & {
  /** Files, and folders of files, of which every check is taken away. */
  readonly of: readonly string[];
  /** What each case gives; compared with what it gives when nothing is taken away. */
  readonly cases: readonly { readonly name: string; answer(product: T): unknown }[];
  /** Checks that only order or speed up the work, as `file: text -> instead`, each with the reason. */
  readonly idle?: Readonly<Record<string, string>>;
  /** The first case that fails is enough: for many cases. */
  readonly first?: true;
};

const patience = 20_000;

/** A script with a time limit around the work of this module. */
const place: { work?: () => string } = createContext({});
const limited = new Script('work()');

export async function weaken<T>({ of, cases, idle = {}, first, ...modules }: Weaken<T>): Promise<void> {
  const product = await load<T>(modules);
  const whole = cases.map((one) => answerOf(one, product));
  const rows: string[] = [];
  const checks = of.flatMap(filesOf).flatMap((file) => checksIn(file, readFileSync(file, 'utf8')));

  test.each(checks.map((check) => [nameOf(check), check] as const))('%s', async (name, check) => {
    const weak = await load<T>(modules, { file: check.file, text: check.weakened });
    const notices = (one: (typeof cases)[number], index: number) => answerOf(one, weak) !== whole[index];
    const failing = first ? cases.slice(...found(cases.findIndex(notices))) : cases.filter(notices);
    const names = failing.map((one) => one.name);
    rows.push(`${check.file}:${check.line}  ${check.text} -> ${check.by}\n    ${namesOf(names)}`);
    if (idle[name] === undefined) expect(names, 'no case fails').not.toEqual([]);
    else expect(names, 'is said to be idle').toEqual([]);
  });

  test('what is said to be idle is there', () => {
    const names = checks.map(nameOf);
    expect(Object.keys(idle).filter((name) => !names.includes(name))).toEqual([]);
    expect(checks.length).toBeGreaterThan(50);
  });

  afterAll(() => process.stdout.write(`${rows.join('\n')}\n${rows.length} checks of ${of.join(', ')}\n`));
}

function filesOf(path: string): string[] {
  if (path.endsWith('.ts')) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}

function nameOf({ file, text, by }: Check): string {
  return `${file}: ${text} -> ${by}`;
}

/** A check can be what ends a loop, so the answer has a time limit. */
function answerOf<T>({ answer }: Weaken<T>['cases'][number], product: T): string {
  try {
    place.work = () => JSON.stringify(answer(product));
    return limited.runInContext(place, { timeout: patience });
  } catch (error) {
    return `threw ${error}`;
  }
}

function found(index: number): [number, number] {
  return index === -1 ? [0, 0] : [index, index + 1];
}

function namesOf(names: readonly string[]): string {
  if (names.length === 0) return '-';
  const shown = names.slice(0, 4).join(', ');
  return names.length > 4 ? `${shown} and ${names.length - 4} more` : shown;
}

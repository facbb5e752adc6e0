/**
 * Every way to write a worse policy that we know of, each tried by itself. It is killed by an answer
 * of the judge or by a look at the form of the documents; no expected text is compared with anything.
 */
import { readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { callProperties } from '../judge/properties/calls.ts';
import { formProperties } from '../judge/properties/form.ts';
import { pairProperties } from '../judge/properties/pairs.ts';
import { answered, type Judged } from '../judge/properties/property.ts';
import { trustProperties } from '../judge/properties/trust.ts';
import { type Product, type Subject, subjectOf } from '../judge/subject.ts';
import { anyDrawn, type Drawn } from '../unit/grant/any-grant.ts';
import { load } from './load.ts';

vi.setConfig({ testTimeout: 240_000 });

type Edit = { readonly file: string; readonly replace: string; readonly with: string };
type Weakening = {
  readonly n: number;
  readonly says: string;
  readonly by: string;
  readonly edits: readonly Edit[];
};

const root = join(import.meta.dirname, '..', '..');
const weakenings = parse(
  readFileSync(join(import.meta.dirname, 'policy', 'weakenings.yaml'), 'utf8'),
) as Weakening[];
const judged = [...trustProperties, ...callProperties, ...pairProperties];
const grants = fc.sample(anyDrawn, { seed: 20_261_122, numRuns: 40 });
const mostAsked = 60;
const rows: string[] = [];
let judgements = 0;

test('nothing is found where nothing is weakened', async () => {
  const product = await load<Product>({ modules: ['src/grant/wanted.ts'] });
  const ids = new Set([...judged, ...formProperties].map(({ id }) => id));
  for (const id of ids) expect(await killedBy(id, product, grants.slice(0, 4)), id).toBeUndefined();
});

test.each(weakenings.map((one) => [one.n, one.says, one] as const))('%i: %s', async (_, __, weakening) => {
  const product = await load<Product>({ modules: ['src/grant/wanted.ts'] }, ...weakened(weakening));
  const found = await killedBy(weakening.by, product, grants);
  rows.push(
    `${String(weakening.n).padStart(3)}  ${weakening.says}\n     ${found ? `${weakening.by}: ${found}` : 'SURVIVES'}`,
  );
  expect(found, `${weakening.by} finds nothing`).toBeDefined();
});

test('each number stands once, and all that were collected before are there', () => {
  const numbers = weakenings.map(({ n }) => n);
  expect(new Set(numbers).size).toBe(numbers.length);
  const lacking = Array.from({ length: 56 }, (_, n) => n + 1).filter((n) => !numbers.includes(n));
  expect(lacking).toEqual([]);
});

afterAll(() => {
  const killed = rows.filter((row) => !row.includes('SURVIVES')).length;
  process.stdout.write(
    `${rows.join('\n')}\n${killed} of ${weakenings.length} killed, ${judgements} judgements\n`,
  );
});

/** The files of the product in which something is weakened. Each text must be there exactly once. */
function weakened({ edits }: Weakening): { file: string; text: string }[] {
  const texts = new Map<string, string>();
  for (const edit of edits) {
    const file = normalize(join('src/grant/policy', edit.file));
    const text = texts.get(file) ?? readFileSync(join(root, file), 'utf8');
    expect(text.split(edit.replace).length - 1, `${file}: ${edit.replace}`).toBe(1);
    texts.set(file, text.split(edit.replace).join(edit.with));
  }
  return [...texts].map(([file, text]) => ({ file, text }));
}

/** The first thing that the properties of that number find wrong with any of the grants. */
async function killedBy(id: string, product: Product, drawn: readonly Drawn[]): Promise<string | undefined> {
  const properties = judged.filter((one) => one.id === id);
  for (const one of drawn) {
    const subject = subjectOf(product, one);
    const seen = formProperties.filter((form) => form.id === id).flatMap(({ look }) => look(subject));
    if (seen.length > 0) return String(seen[0]);
    for (const property of properties) {
      const found = await asked(property, subject);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Evenly over all of its questions, where there are very many. An error is an answer that nobody may get. */
async function asked(property: Judged, subject: Subject): Promise<string | undefined> {
  const questions = property.questions(subject);
  const step = Math.max(1, Math.ceil(questions.length / mostAsked));
  for (const question of questions.filter((_, n) => n % step === 0)) {
    judgements += 1;
    const found = await answered(question).catch((error: unknown) => `refused by the judge: ${error}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Cases of redaction as data. A case is one file of sections (`-- name --`): `why`, an input that is
 * text or the JSON of a plan, and for `must-redact` what must come out and what must not be in it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { redactPlan } from '../../../src/archive/redact.ts';
import { redactText } from '../../../src/grant/secrets/redact-text.ts';

const root = 'test/cases/redact';
const known = ['why', 'input.txt', 'input.json', 'expect.txt', 'expect.json', 'secrets'];

test('there are no other folders', () => {
  expect(readdirSync(root).sort()).toEqual(['must-not-touch', 'must-redact']);
});

describe.each(readdirSync(`${root}/must-redact`))('must redact: %s', (file) => {
  const sections = read(`${root}/must-redact/${file}`);

  test('gives what the case says, without a trace of the secrets', () => {
    const secrets = sections.get('secrets')?.split('\n') ?? [];
    const { input, output, expected, redactions } = run(sections);
    expect(secrets.length).toBeGreaterThan(0);
    for (const secret of secrets) {
      expect(input).toContain(secret);
      expect(output).not.toContain(secret);
    }
    expect(output).toBe(expected);
    expect(redactions).toBeGreaterThan(0);
  });

  test('is done after one pass', () => {
    const { output } = run(sections);
    expect(redactText(output)).toEqual({ text: output, redactions: 0 });
  });
});

test.each(readdirSync(`${root}/must-not-touch`))('must not touch: %s', (file) => {
  const sections = read(`${root}/must-not-touch/${file}`);
  expect([...sections.keys()].filter((name) => !name.startsWith('input') && name !== 'why')).toEqual([]);
  const { input, output, redactions } = run(sections);
  expect(output).toBe(input);
  expect(redactions).toBe(0);
});

type Run = { input: string; output: string; expected: string | undefined; redactions: number };

function run(sections: ReadonlyMap<string, string>): Run {
  const text = sections.get('input.txt');
  if (text !== undefined) {
    const { text: output, redactions } = redactText(text);
    return { input: text, output, expected: sections.get('expect.txt'), redactions };
  }
  const input = sections.get('input.json') ?? '';
  const { json, redactions } = redactPlan(JSON.parse(input));
  return { input, output: JSON.stringify(json, null, 2), expected: sections.get('expect.json'), redactions };
}

/** Fails on what it does not understand: a misspelt section must not pass in silence. */
function read(file: string): Map<string, string> {
  const [before, ...parts] = readFileSync(file, 'utf8').split(/^-- (.+) --\n/m);
  const sections = new Map<string, string>();
  for (let index = 0; index < parts.length; index += 2) {
    sections.set(parts[index] ?? '', (parts[index + 1] ?? '').replace(/\n$/, ''));
  }
  const names = [...sections.keys()];
  const inputs = names.filter((name) => name.startsWith('input'));
  const strange = names.filter((name) => !known.includes(name));
  if (before !== '' || strange.length > 0 || inputs.length !== 1 || names.length * 2 !== parts.length) {
    throw new Error(`${file}: not a case: ${names.join(', ')}`);
  }
  if (!sections.get('why')) throw new Error(`${file}: says no reason`);
  return sections;
}

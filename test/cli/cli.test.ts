/** Plays the scripts of this folder against the built program; script.ts says how they are written. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { declarations } from '../../src/commands/declarations.ts';
import { type Built, build } from './built.ts';
import { schemaNames } from './output.ts';
import { play } from './play.ts';
import { parseScript } from './script.ts';

const names = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.txt'));
const scripts = names.map((name) => {
  const text = readFileSync(join(import.meta.dirname, name), 'utf8');
  return { name, text };
});

let built: Built;
beforeAll(async () => {
  built = await build();
}, 60_000);
afterAll(() => built.remove());

describe('the command line', () => {
  test.each(scripts)(
    '$name',
    async ({ text }) => {
      await play(parseScript(text), built.cli);
    },
    180_000,
  );

  const commands = scripts.flatMap(({ text }) => parseScript(text).commands);

  test.each(declarations.map(({ name }) => name))(
    '%s stands in a script, also with --json and as help',
    (name) => {
      const lines = commands.map(({ command }) => command);
      expect(lines.some((line) => line.includes(`breakglass ${name}`))).toBe(true);
      expect(lines.some((line) => line.includes(`breakglass ${name}`) && line.includes('--json'))).toBe(true);
      expect(lines).toContain(`breakglass help ${name}`);
    },
  );

  test('every command has a schema for what --json prints, and no schema is without a command', () => {
    expect(schemaNames).toEqual(declarations.map(({ name }) => name.replace(' ', '-')).sort());
  });
});

describe('a script', () => {
  test.each([
    ['without a command', '# nothing\n', 'without a command'],
    ['with a word that is none', '$ breakglass validate\nstdout x\n', 'line 2: not an expectation'],
    ['with a pattern that is none', '$ breakglass validate\nout| {tiem}\n', 'no pattern {tiem}'],
    ['with setup behind a command', '$ breakglass validate\nremove x\n', 'line 2: not an expectation'],
    [
      'with an expectation before a command',
      'out| x\n$ breakglass validate\n',
      'line 1: not a line of setup',
    ],
    ['with a member that is no JSON', '$ breakglass validate --json\njson /ok yes\n', 'line 2: '],
    ['with a command of somebody else', '$ rm -r .\n', 'not of breakglass'],
    ['with a failure that names no exit code', '! breakglass validate\n', 'line 1: not a line of setup'],
    ['with a file twice', '$ breakglass validate\n-- a --\n-- a --\n', 'a stands there twice'],
    [
      'that removes what is not there',
      'remove grants/none.yaml\n$ breakglass validate\n',
      'none.yaml to remove',
    ],
    ['with a story that is none', 'archive prod-eu clsed\n$ breakglass status\n', 'no story is called clsed'],
  ])('%s fails', async (_name, text, reason) => {
    await expect((async () => play(parseScript(text), built.cli))()).rejects.toThrow(reason);
  });

  test.each([
    ['another exit code', '! 3 breakglass validate\nout| ...\nerr| ...\n', 'it must end with 3'],
    ['a line too much on stdout', '$ breakglass --version\n', 'stdout is not as written'],
    ['a line too few on stdout', '$ breakglass --version\nout| ...\nout| more\n', 'stdout is not as written'],
    ['something on stderr', '! 2 breakglass nothing\n', 'stderr is not as written'],
    ['a file that appears', '$ breakglass synth\nout| ...\n', 'it left: new cdktf.out/'],
    ['a file that does not', '$ breakglass --version\nout| ...\nnew x\n', 'it did not: new x'],
    ['another member', '$ breakglass validate --json\njson /ok false\n', '/ok is another value'],
    ['a text that is no object', '$ breakglass --version --json\n', 'stdout is no JSON'],
  ])(
    'notices %s',
    async (_name, text, reason) => {
      await expect(play(parseScript(text), built.cli)).rejects.toThrow(reason);
    },
    60_000,
  );
});

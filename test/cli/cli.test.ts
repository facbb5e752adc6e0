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

describe('the command line', { concurrent: true }, () => {
  test.each(scripts)(
    '$name',
    async ({ text }) => {
      await play(parseScript(text), built.cli);
    },
    60_000,
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
    ['without a command', '# nothing\n'],
    ['with a word that is none', '$ breakglass validate\nstdout x\n'],
    ['with a pattern that is none', '$ breakglass validate\nout| {tiem}\n'],
    ['with setup behind a command', '$ breakglass validate\nremove x\n'],
    ['with a member that is no JSON', '$ breakglass validate --json\njson /ok yes\n'],
    ['with a command of somebody else', '$ rm -r .\n'],
    ['with a file twice', '$ breakglass validate\n-- a --\n-- a --\n'],
    ['that removes what is not there', 'remove grants/none.yaml\n$ breakglass validate\n'],
    ['with a story that is none', 'archive prod-eu clsed\n$ breakglass status\n'],
  ])('%s fails', async (_name, text) => {
    await expect((async () => play(parseScript(text), built.cli))()).rejects.toThrow();
  });

  test.each([
    ['another exit code', '! 3 breakglass validate\nout| ...\nerr| ...\n'],
    ['a line too much on stdout', '$ breakglass validate\n'],
    ['a line too few on stdout', '$ breakglass validate\nout| ...\nout| and more\n'],
    ['something on stderr', '! 2 breakglass nothing\n'],
    ['a file that appears', '$ breakglass synth\nout| ...\n'],
    ['a file that does not', '$ breakglass validate\nout| ...\nnew x\n'],
    ['another member', '$ breakglass validate --json\njson /ok false\n'],
  ])('notices %s', async (_name, text) => {
    await expect(play(parseScript(text), built.cli)).rejects.toThrow(/what came/);
  });
});

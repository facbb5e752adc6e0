/**
 * Each folder of test/cases/read is one situation: the files of a repository and `expect.txt`, what
 * `breakglass validate` would print. `made.json` holds files that a folder cannot: links, executables,
 * submodules, very large ones.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readFiles } from '../../src/grant/read/read.ts';
import type { SourceFile } from '../../src/grant/written.ts';
import { readCodes } from '../../src/problem/codes/read.ts';
import { renderProblems } from '../../src/view/problems.ts';

const root = join(import.meta.dirname, 'read');
const situations = readdirSync(root).sort();

describe('reading', () => {
  test.each(situations)('%s', async (situation) => {
    const { problems, written } = readFiles(filesOf(situation));
    await expect(`${renderProblems(problems, { colour: false })}\n`).toMatchFileSnapshot(
      join(root, situation, 'expect.txt'),
    );
    const broken = new Set(problems.map(({ place }) => place?.file));
    expect(new Set(written.broken.map(({ file }) => file))).toEqual(broken);
    const all = [...written.grants, ...written.playbooks, ...written.estates, ...written.locks];
    expect(all.filter(({ file }) => broken.has(file))).toEqual([]);
  });

  test('no two situations have the same outcome', () => {
    const outcomes = situations.map((situation) => {
      const { problems } = readFiles(filesOf(situation));
      return problems
        .map(({ code, message, label, hint }) => [code, message, label, hint].join(' '))
        .join('\n');
    });
    const twice = situations.filter((_, index) => outcomes.indexOf(outcomes[index] ?? '') !== index);
    expect(twice).toEqual([]);
  });

  test('every code has a situation', () => {
    const seen = situations.flatMap((situation) =>
      readFiles(filesOf(situation)).problems.map(({ code }) => code),
    );
    expect(Object.keys(readCodes).filter((code) => !seen.some((each) => each === code))).toEqual([]);
  });

  test('any order of the files gives the same answer', () => {
    const files = filesOf('many-problems-many-files');
    expect(readFiles([...files].reverse()).problems).toEqual(readFiles(files).problems);
  });
});

type Made = {
  readonly path: string;
  readonly text: string;
  readonly mode?: SourceFile['mode'];
  readonly times?: number;
};

/** Refuses what it does not know: a misspelt folder would be a case that tests nothing. */
function filesOf(situation: string): SourceFile[] {
  const folder = join(root, situation);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => !entry.isDirectory(),
  );
  const paths = entries.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const data = paths.filter((path) => path !== 'expect.txt' && path !== 'made.json');
  const unknown = data.filter((path) => !/^(grants|playbooks|estate)\//.test(path));
  if (unknown.length > 0) throw new Error(`${situation}: unknown files: ${unknown.join(', ')}`);
  const written = data.map(
    (path): SourceFile => ({ path, mode: 'file', bytes: readFileSync(join(folder, path)) }),
  );
  return [...written, ...(paths.includes('made.json') ? madeFiles(folder) : [])];
}

function madeFiles(folder: string): SourceFile[] {
  const made = JSON.parse(readFileSync(join(folder, 'made.json'), 'utf8')) as Made[];
  return made.map(({ path, text, mode = 'file', times = 1, ...unknown }) => {
    if (Object.keys(unknown).length > 0) throw new Error(`${folder}/made.json: unknown field`);
    return { path, mode, bytes: Buffer.from(text.repeat(times)) };
  });
}

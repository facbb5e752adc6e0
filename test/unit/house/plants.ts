/** Violations of the house, one a file: each must be found by its guard and named with its file. */
import { allowed, appended, forbidden } from './arrows.ts';

export type Plant = {
  readonly file: string;
  /** The whole file; behind what stands in the file where there is one. */
  readonly text: string;
  /** Section of the report that must name it. */
  readonly guard: string;
  /** What that section must say of this file. */
  readonly says: string;
};

const lint = 'format and lint';

const clock = 'asks for the time';
const stopwatch = 'A stopwatch is for';
const hidden = 'The layers cannot see this import';
const winding = 'A winding path';
const output = 'Only src/view writes';
const effect = 'noRestrictedGlobals';

/** Folder, code, and what must be said of it. */
const effects: readonly (readonly [string, string, string])[] = [
  ['src/grant', 'export const planted = Date.now();', clock],
  ['src/grant', 'export const planted = [1].map(Date.now);', clock],
  ['src/plan', 'export const planted = new Date();', clock],
  ['src/archive', 'export const planted = Math.random();', clock],
  ['src/steps', 'export const planted = new Date();', clock],
  ['src/outside', 'export const planted = Date.now();', clock],
  ['src/local', 'export const planted = Date.now();', clock],
  ['stacks', 'export const planted = Date();', clock],
  ['test/unit/grant', 'export const planted = new Date();', clock],
  ['src/steps', 'export const planted = performance.now();', stopwatch],
  ['src/commands', 'export const planted = process.hrtime();', stopwatch],
  ['src/grant', `export type Planted = import('../steps/world.ts').World;`, hidden],
  ['src/steps', 'export const planted = (name: string) => import(name);', hidden],
  ['src/plan', 'export const planted = import(`../outside/clock.ts`);', hidden],
  ['src/grant', `import { planted } from '../problem/../outside/clock.ts';`, winding],
  ['src/grant', `import { planted } from './../outside/clock.ts';`, winding],
  ['src/outside', 'process.stdout.write("planted");', output],
  ['src/local', `process['stderr'].write("planted");`, output],
  ['src/local', `export const planted = { stdio: 'inherit' };`, output],
  ['src/steps', 'process.stdout.write("planted");', effect],
  ['src/commands', 'process.stderr.write("planted");', effect],
  ['src/view', 'process.stdout.write("planted");', effect],
  ['src/grant', `export const planted = process.env['HOME'];`, effect],
  ['src/plan', `export const planted = fetch('https://planted.example');`, effect],
  ['src/archive', 'export const planted = crypto.randomUUID();', effect],
  ['src/steps', 'setTimeout(() => undefined, 1);', effect],
  ['src/grant', 'console.log("planted");', 'noConsole'],
  ['scripts', 'console.error("planted");', 'noConsole'],
  ['src/outside', `export const planted = require('node:fs');`, 'noCommonJs'],
  ['src/plan', 'export default 1;', 'noDefaultExport'],
  ['src/plan', 'export const planted = (value: any) => value;', 'noExplicitAny'],
  ['src/steps', 'async function planted() {}\n\nplanted();', 'noFloatingPromises'],
  ['src/plan', 'export const planted = {a:1}', 'File content differs from formatting output'],
  ['src/plan', 'const planted = 1;', 'noUnusedVariables'],
  ['src/plan', `import type { Problem } from '../problem/problem.ts';`, 'noUnusedImports'],
  ['test/unit', `import { it } from 'vitest';\n\nit.skip('planted', () => {});`, 'noSkippedTests'],
];

const others: readonly Plant[] = [
  {
    file: 'src/plan/planted-cycle.ts',
    text: `export { planted } from './review.ts';`,
    guard: lint,
    says: 'noImportCycles',
  },
  {
    file: 'src/plan/planted-type.ts',
    text: `export const planted: number = 'planted';`,
    guard: 'types',
    says: `error TS2322: Type 'string' is not assignable to type 'number'.`,
  },
  {
    file: 'test/unit/planted-type.test.ts',
    text: `export const planted: string = 1;`,
    guard: 'types',
    says: 'error TS2322',
  },
  {
    file: 'src/plan/planted-variable.ts',
    text: 'function planted() {}',
    guard: 'types',
    says: 'error TS6133',
  },
  { file: 'src/plan/planted-file.ts', text: 'export const planted = 1;', guard: 'unused code', says: '' },
  {
    file: 'src/plan/review.ts',
    text: 'export const plantedExport = 1;',
    guard: 'unused code',
    says: 'plantedExport',
  },
  {
    file: 'test/unit/planted-dependency.test.ts',
    text: `import '@smithy/core';`,
    guard: 'unused code',
    says: '@smithy/core',
  },
  {
    // Its adapter is not in the copy.
    file: 'package.json',
    text: '',
    guard: 'unused code',
    says: '@aws-sdk/client-ec2',
  },
  {
    file: 'docs/reference/grant.md',
    text: 'planted',
    guard: 'generated files',
    says: 'stale: docs/reference/grant.md',
  },
  {
    file: 'src/grant/files.generated.ts',
    text: 'export type Planted = 1;',
    guard: 'generated files',
    says: 'stale: src/grant/files.generated.ts',
  },
  {
    file: 'docs/reference/planted.md',
    text: 'planted',
    guard: 'generated files',
    says: 'not looked at: docs/reference/planted.md',
  },
  {
    file: 'src/steps/planted-silence.ts',
    text: `// biome-ignore lint/style/noRestrictedImports: planted\nimport '../outside/clock.ts';`,
    guard: 'silenced rules',
    says: 'biome-ignore switches a check off',
  },
  {
    file: 'src/steps/planted-expectation.ts',
    text: `// @ts-expect-error planted\nexport const planted: number = 'planted';`,
    guard: 'silenced rules',
    says: '@ts-expect-error switches a check off',
  },
];

export const plants: readonly Plant[] = [
  ...forbidden.map(([folder, text], n) => ({
    file: `${folder}/planted-arrow-${n}.ts`,
    text,
    guard: lint,
    says: 'noRestrictedImports',
  })),
  ...appended.map(([file, text, says]) => ({ file, text, guard: lint, says })),
  ...effects.map(([folder, text, says], n) => ({
    file: `${folder}/planted-effect-${n}.ts`,
    text,
    guard: lint,
    says,
  })),
  ...others,
];

export const harmless: readonly Pick<Plant, 'file' | 'text'>[] = allowed.map(([folder, text], n) => ({
  file: `${folder}/planted-allowed-${n}.ts`,
  text,
}));

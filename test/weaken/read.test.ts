/** Every check of what one file says of itself, and of what is relied on in a file that is broken. */
import { join } from 'node:path';
import type * as check from '../../src/grant/check.ts';
import type * as read from '../../src/grant/read/read.ts';
import { filesIn, namesOf } from '../situations/repository.ts';
import { readSituation } from '../situations/situation.ts';
import { weaken } from './weaken.ts';

const cases = join(import.meta.dirname, '..', 'cases');

await weaken<typeof check & typeof read>({
  of: ['src/grant/read'],
  modules: ['src/grant/check.ts', 'src/grant/read/read.ts'],
  cases: [
    ...namesOf(join(cases, 'read')).map((name) => {
      const files = filesIn(join(cases, 'read', name));
      return { name, answer: ({ readFiles }: typeof read) => readFiles(files).problems };
    }),
    ...namesOf(join(cases, 'rules')).map((name) => {
      const { files } = readSituation(join(cases, 'rules', name), ['expect.json']);
      return { name, answer: ({ checkFiles }: typeof check) => checkFiles(files).problems };
    }),
  ],
  idle: {},
  first: true,
});

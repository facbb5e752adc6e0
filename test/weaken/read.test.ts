/** Every check of what one file says of itself. */
import { join } from 'node:path';
import type * as read from '../../src/grant/read/read.ts';
import { filesIn, namesOf } from '../situations/repository.ts';
import { weaken } from './weaken.ts';

const root = join(import.meta.dirname, '..', 'cases', 'read');

await weaken<typeof read>({
  of: ['src/grant/read'],
  modules: ['src/grant/read/read.ts'],
  cases: namesOf(root).map((name) => {
    const files = filesIn(join(root, name));
    return { name, answer: ({ readFiles }) => readFiles(files) };
  }),
  first: true,
});

/** Every check of what files mean together: names that are looked up, and rules. */
import { join } from 'node:path';
import { readFiles } from '../../src/grant/read/read.ts';
import type * as resolving from '../../src/grant/resolve/resolve.ts';
import type * as opening from '../../src/grant/rules/opening.ts';
import type * as rules from '../../src/grant/rules/rules.ts';
import { namesOf } from '../situations/repository.ts';
import { readSituation } from '../situations/situation.ts';
import { weaken } from './weaken.ts';

const root = join(import.meta.dirname, '..', 'cases', 'rules');

await weaken<typeof resolving & typeof rules & typeof opening>({
  of: ['src/grant/resolve', 'src/grant/rules'],
  modules: ['src/grant/resolve/resolve.ts', 'src/grant/rules/rules.ts', 'src/grant/rules/opening.ts'],
  cases: namesOf(root).map((name) => {
    const { files, now } = readSituation(join(root, name), ['expect.json']);
    const { written } = readFiles(files);
    return {
      name,
      answer: ({ resolve, checkRules, checkDates }) => {
        const resolution = resolve(written);
        const dates = now === undefined ? [] : resolution.grants.map((grant) => checkDates(grant, now));
        return [resolution.problems, checkRules(resolution), dates];
      },
    };
  }),
  first: true,
});

/** Every check of what files mean together: names that are looked up, and rules. */
import { join } from 'node:path';
import type * as check from '../../src/grant/check.ts';
import * as holes from '../../src/grant/holes.ts';
import { readFiles } from '../../src/grant/read/read.ts';
import type * as opening from '../../src/grant/rules/opening.ts';
import { namesOf } from '../situations/repository.ts';
import { readSituation } from '../situations/situation.ts';
import { weaken } from './weaken.ts';

const root = join(import.meta.dirname, '..', 'cases', 'rules');

await weaken<typeof check & typeof opening>({
  of: ['src/grant/check.ts', 'src/grant/relied.ts', 'src/grant/resolve', 'src/grant/rules'],
  modules: ['src/grant/check.ts', 'src/grant/rules/opening.ts'],
  // Reading takes most of the time and is not weakened here.
  shared: { 'holes.ts': holes },
  cases: namesOf(root).map((name) => {
    const { files, now } = readSituation(join(root, name), ['expect.json']);
    const read = readFiles(files);
    return {
      name,
      answer: ({ checkWritten, checkDates }) => {
        const { problems, sound, faulty } = checkWritten(read);
        const dates = now === undefined ? [] : sound.map((grant) => checkDates(grant, now));
        return [problems, sound.map(({ id }) => id), faulty, dates];
      },
    };
  }),
  idle: {
    'src/grant/check.ts: filesOf(grant, estate, broken).every((file) => !broken.has(file)) && obeysRules(grant, es… -> (filesOf(grant, estate, broken).every((file) => !broken.has(file)))':
      'a second lock: what a rule finds stands at a file of the grant',
    'src/grant/relied.ts: files.has(one.place([]).file) ? spoilt(one, marks) : one -> (spoilt(one, marks))':
      'it only saves the work',
    "src/grant/rules/limits.ts: one.kind !== 'database' -> false":
      'a table has the name of no database, which is a hole',
    'src/grant/rules/rules.ts: rules.every((rule) => attempt(() => rule(grant, estate))?.length === 0) -> true':
      'the same second lock',
    'src/grant/resolve/resolve.ts: minutes === undefined -> false': 'the schema has passed the form',
    'src/grant/rules/allowed.ts: found.item === undefined ? [] : [found.item] -> ([found.item])':
      'the place of what is not there is that of its parent',
    'src/grant/rules/opening.ts: from === undefined || now >= from -> (now >= from)':
      'a day that does not exist is found before',
    'src/grant/rules/range.ts: more.length > 0 || !/^(0|[1-9]\\d{0,2})$/.test(prefix) || !isPlainAddress(address) -> (!/^(0|[1-9]\\d{0,2})$/.test(prefix) || !isPlainAddress(address))':
      'the form of a range has refused a second slash',
    "src/grant/rules/range.ts: !ipaddr.IPv6.isValid(address) || address.includes('%') -> (!ipaddr.IPv6.isValid(address))":
      'the form of a range has refused a zone',
  },
  first: true,
});

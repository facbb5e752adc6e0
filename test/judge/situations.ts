/** The situations of test/cases/policy, each with its grant as it would be opened at one instant. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkFiles } from '../../src/grant/check.ts';
import type { Grant } from '../../src/grant/grant.ts';
import { at, endOf } from '../../src/grant/lifetime.ts';
import * as product from '../../src/grant/wanted.ts';
import { readSituation } from '../situations/situation.ts';
import { loginsFor } from '../unit/grant/any-grant.ts';
import { type Subject, subjectOf } from './subject.ts';

const own = ['grant.txt', 'trust.json', 'permissions.json', 'resources.json', 'requests.yaml'];
const logins = [...'abcde'].map((letter) => `bg_${letter}aaaaaaaaa`);

export function situationsIn(root: string): { readonly name: string; readonly subject: Subject }[] {
  return readdirSync(root)
    .sort()
    .map((name) => {
      const grant = grantOf(join(root, name));
      const activation = at('2026-11-22T03:10:07Z');
      const window = { activation, end: endOf(activation, grant.minutes, grant.notAfter) };
      return { name, subject: subjectOf(product, { grant, window, logins: loginsFor(grant, logins) }) };
    });
}

function grantOf(folder: string): Grant {
  const id = readFileSync(join(folder, 'grant.txt'), 'utf8').trim();
  const { sound, problems } = checkFiles(readSituation(folder, own).files);
  const grant = sound.find((one) => one.id === id);
  if (!grant || problems.length > 0) {
    throw new Error(`${folder}: ${id} is not sound: ${problems.map(({ message }) => message).join('; ')}`);
  }
  return grant;
}

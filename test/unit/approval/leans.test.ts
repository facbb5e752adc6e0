/** Nothing that a grant does not lean on changes what it means or who may approve it. */
import { expect, test } from 'vitest';
import { rosterOf, ruleOf, termsOf } from '../../../src/approval/asked.ts';
import { leansOn } from '../../../src/approval/leans.ts';
import { checkFiles } from '../../../src/grant/check.ts';
import { attempt } from '../../../src/grant/holes.ts';
import type { SourceFile } from '../../../src/grant/written.ts';
import { inPieces, otherwise } from './pieces.ts';

function read(files: readonly SourceFile[], id: string) {
  const { grants, estate, problems } = checkFiles(files);
  const grant = grants.find((one) => one.id === id);
  return { grant, estate, problems };
}

const whole = inPieces();
const cases = [whole, otherwise(whole)].flatMap((files) =>
  checkFiles(files).grants.map(({ id }) => [id, files] as const),
);

test('the examples are sound in pieces', () => {
  expect(checkFiles(whole).problems).toEqual([]);
  expect(cases.length).toBeGreaterThan(7);
});

test.each(cases)('%s', (id, whole) => {
  const { grant, estate } = read(whole, id);
  if (grant === undefined) throw new Error('not found');
  const paths = leansOn(grant, estate);
  expect(paths[0]).toBe(`grants/${id}.yaml`);
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths.every((path) => whole.some((file) => file.path === path))).toBe(true);
  const alone = read(
    whole.filter(({ path }) => paths.includes(path)),
    id,
  );
  if (alone.grant === undefined) throw new Error(`does not resolve from ${paths.join(', ')}`);
  expect(termsOf(alone.grant)).toEqual(termsOf(grant));
  expect(ruleOf(alone.grant)).toEqual(ruleOf(grant));
  const { approvers, special } = rosterOf(grant, estate);
  expect(rosterOf(alone.grant, alone.estate)).toMatchObject({ approvers, special });
  // And none of them is there for nothing: what would be the same without it is only who owns what.
  const all = JSON.stringify(rosterOf(alone.grant, alone.estate));
  const idle = paths.filter((path) => {
    const { grant: less, estate: rest } = read(
      whole.filter((file) => paths.includes(file.path) && file.path !== path),
      id,
    );
    // What is missing leaves a hole in the playbook, which is another answer as well.
    return less !== undefined && attempt(() => JSON.stringify(rosterOf(less, rest))) === all;
  });
  expect(idle.filter((path) => !path.startsWith('estate/teams-'))).toEqual([]);
});

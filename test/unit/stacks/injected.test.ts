// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are what Terraform would evaluate
/** Reading refuses templates in files. Here one has got past it, into each text of a grant in turn. */
import { expect, test } from 'vitest';
import { checkFiles } from '../../../src/grant/check.ts';
import type { Grant } from '../../../src/grant/grant.ts';
import { endOf } from '../../../src/grant/lifetime.ts';
import { wantedResources } from '../../../src/grant/wanted.ts';
import { exampleFiles } from '../../situations/situation.ts';
import { sampleInput } from './sample.ts';
import { textOf } from './synthesized.ts';

const evil = '${file("/etc/hostname")}%{if true}';

/** A template that no second sign escapes. */
const live = /(?<!\$)(\$\$)*\$\{|(?<!%)(%%)*%\{/;

const { sound } = checkFiles(exampleFiles());

test('the examples are sound', () => expect(sound.length).toBeGreaterThan(3));

test.each(sound.map((grant) => [grant.id, grant] as const))('%s', (_, { written, playbook, ...grant }) => {
  const paths = textsIn(grant).filter(([name]) => name !== 'from');
  expect(paths.length).toBeGreaterThan(10);
  const reached = paths.filter((path) => {
    // Only texts are changed, so it is a grant still.
    const injected = { ...(withEvil(grant, path) as typeof grant), written, playbook };
    if (path.join() === 'id') {
      expect(() => synthesizedOf(injected)).toThrow(/^not a name for Terraform/);
      return false;
    }
    const text = synthesizedOf(injected);
    expect(text, path.join('.')).not.toMatch(live);
    return text.includes('file(');
  });
  expect(reached.length).toBeGreaterThan(3);
});

function synthesizedOf(grant: Grant): string {
  const window = { activation: grant.notAfter, end: endOf(grant.notAfter, grant.minutes, grant.notAfter) };
  const databases = grant.access.flatMap((one) => (one.kind === 'database' ? [one.database] : []));
  const logins = Object.fromEntries(databases.map((database) => [database, 'bg_aaaaaaaaaa']));
  return textOf(sampleInput(wantedResources(grant, window, logins)));
}

type Path = readonly string[];

function textsIn(value: unknown): Path[] {
  if (typeof value === 'string') return [[]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => textsIn(member).map((path) => [name, ...path]));
}

function withEvil(value: unknown, [name, ...path]: Path): unknown {
  if (name === undefined) return `${value}${evil}`;
  const members = Object.entries(value as object).map(([key, member]) =>
    key === name ? [key, withEvil(member, path)] : [key, member],
  );
  return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members);
}

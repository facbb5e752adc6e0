// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are what Terraform would evaluate
/**
 * What Terraform would evaluate, in every text and every name of every kind of file. The places come
 * from the schemas: a new field is tried as soon as it is there.
 */
import { expect, test } from 'vitest';
import { firstLineOf } from '../../../../src/grant/read/kind.ts';
import { readFiles } from '../../../../src/grant/read/read.ts';
import { memberSchema, type Schema, schemas } from '../../../../src/grant/read/schema.ts';
import type { FileKind, Path } from '../../../../src/grant/written.ts';
import type { Place } from '../../../../src/problem/problem.ts';

const paths: Record<FileKind, string> = {
  Grant: 'grants/a.yaml',
  Playbook: 'playbooks/a.yaml',
  Estate: 'estate/a.yaml',
  Lock: 'estate/a.lock.json',
};

const evil = ['${file("/etc/hostname")}', '%{if true}'];

const places = Object.entries(schemas).flatMap(([kind, schema]) =>
  textsIn(schema, schema).map((path) => [kind as FileKind, path] as const),
);

test('there are texts in every kind of file', () => {
  const counts = Object.keys(schemas).map((kind) => places.filter(([of]) => of === kind).length);
  expect(Math.min(...counts)).toBeGreaterThan(10);
  expect(places.length).toBeGreaterThan(100);
});

test.each(places.map(([kind, path]) => [kind, path.join('.'), path] as const))('%s %s', (kind, _, path) => {
  for (const text of evil) {
    const made = JSON.stringify(withText(path, text), null, 2);
    const source = kind === 'Lock' ? made : `${firstLineOf(kind)}\n${made}`;
    const { written, problems } = readFiles([
      { path: paths[kind], mode: 'file', bytes: Buffer.from(source) },
    ]);
    const marked = problems.filter(({ place }) => spanOf(place) === JSON.stringify(text));
    const codes = marked.map(({ code }) => code);
    // What an entry lacks is said at its name.
    if (path.at(-1) === '*') expect(codes).toContain('BG0131');
    else expect(codes).toEqual(['BG0117']);
    expect(written.broken).toHaveLength(1);
  }
});

/** What the marks under an excerpt point at. */
function spanOf(place: Place | undefined): string | undefined {
  return place?.excerpt.slice(place.column - 1, place.column - 1 + place.length);
}

/** The way to each text; `*` at its end is a name that the author chooses, elsewhere any such name. */
function textsIn(schema: Schema, root: Schema): Path[] {
  const named = schema.additionalProperties ? [['*'], ...inside(schema, '*', root)] : [];
  const listed = schema.items ? inside(schema, 0, root) : [];
  const fields = Object.keys(schema.properties ?? {}).flatMap((name) => inside(schema, name, root));
  const text = schema.type === 'string' || schema.const !== undefined || schema.enum !== undefined;
  return [...(text ? [[]] : []), ...named, ...listed, ...fields];
}

function inside(schema: Schema, name: string | number, root: Schema): Path[] {
  const member = memberSchema(schema, name, root);
  return member ? textsIn(member, root).map((path) => [name, ...path]) : [];
}

/** Nothing but the one text, so that all else that is wrong stands elsewhere. */
function withText([name, ...path]: Path, text: string): unknown {
  if (name === undefined) return text;
  const inner = withText(path, text);
  if (typeof name === 'number') return [inner];
  return {
    [name === '*' ? (path.length === 0 ? text : 'some') : name]:
      path.length === 0 && name === '*' ? {} : inner,
  };
}

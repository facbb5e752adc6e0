// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are what Terraform would evaluate
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical } from '../../../src/grant/canonical.ts';
import type { Json, Resource } from '../../../src/grant/resources.ts';
import { escapeDeep } from '../../../stacks/escape.ts';
import { sampleGrant, sampleInput } from './sample.ts';
import { synthesized, textOf } from './synthesized.ts';

const [schedule, role, policy, opening] = sampleGrant('2026-11-22-orders-read-alba') as [
  Resource,
  Resource,
  Resource,
  Resource,
];

const piece = fc.oneof(
  fc.constantFrom(
    '${',
    '%{',
    '$${',
    '%%{',
    '$',
    '%',
    '{',
    '}',
    '"',
    '\\',
    '\n',
    '~',
    'file("/etc/hostname")',
    'if true',
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.constantFrom('1e-308', '-1.8881545897087626e+289', '{{', '&{', '#{', '__proto__'),
);
const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));

/** What Terraform makes of a string of its JSON that holds no live template. */
const terraformReads = (value: string) => value.replaceAll(/\$\$\{/g, '${').replaceAll('%%{', '%{');

/** A template opens where an odd `$` or `%` stands before a brace that no second one escapes. */
const isLive = (value: string) => /(?<!\$)\$\{|(?<!%)%\{/.test(value);

describe('text is data', () => {
  test('every text arrives as it was, and none of it is a template', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const document: Json = { Statement: [{ Resource: one, [`k${other}`]: [other] }] };
        const resources = [
          { ...schedule, values: { ...schedule.values, target: { arn: one, role_arn: other } } },
          { ...role, values: { ...role.values, description: one, tags: { [`k${one}`]: other } } },
          { ...policy, values: { ...policy.values, policy: document } },
          { ...opening, values: { ...opening.values, description: other } },
        ];
        const { resource = {} } = synthesized(sampleInput(resources));
        const found = (at: Resource) => resource[at.type]?.[at.name] ?? {};
        expect(terraformReads(String(found(role)['description']))).toBe(one);
        expect(Object.entries(found(role)['tags'] ?? {})).toHaveLength(1);
        expect(terraformReads(JSON.stringify(found(role)['tags']))).toBe(
          JSON.stringify({ [`k${one}`]: other }),
        );
        expect(terraformReads(String(found(policy)['policy']))).toBe(canonical(document));
        expect(terraformReads(String(found(opening)['description']))).toBe(other);
        expect(isLive(JSON.stringify(resource))).toBe(false);
      }),
      { numRuns: 150, seed: 20261122, verbose: 1 },
    );
  });

  test.each(['${TfToken[TOKEN.0]}', '#{TfToken[TOKEN.0]}', 'x TfToken[ y'])('%s is refused', (evil) => {
    const told = { ...role, values: { ...role.values, description: evil } };
    expect(() => textOf(sampleInput([told]))).toThrow('TfToken[');
  });

  test('also in lists, in nested objects and in keys', () => {
    expect(escapeDeep({ '${a}': ['%{ if true }', { b: '$${c}' }, 1, null, true] })).toEqual({
      '$${a}': ['%%{ if true }', { b: '$$${c}' }, 1, null, true],
    });
  });
});

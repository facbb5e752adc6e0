import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redactPlan } from '../../../src/archive/redact.ts';
import { redactText } from '../../../src/grant/secrets/redact-text.ts';

/** Secrets that stand for themselves, wherever they are. */
const secret = fc.oneof(
  fc.stringMatching(/^gh[pousr]_[A-Za-z0-9]{36}$/),
  fc.stringMatching(/^IQoJb3JpZ2lu[A-Za-z0-9+/]{40}$/),
  fc.stringMatching(/^X-Amz-Signature=[0-9a-f]{64}$/).map((text) => text),
  fc.stringMatching(/^postgres:\/\/user:[A-Za-z0-9!$%&()*+,.;=^_~-]{8,20}@host$/),
  fc
    .stringMatching(/^password = "[A-Za-z0-9 !#$%&()*+,./:;=?@^_~-]{12,20}"$/)
    .filter((text) => !/true|false|null|none/i.test(text)),
  fc.stringMatching(/^IDENTIFIED BY '[A-Za-z0-9 !#$%&()*+,./:;=?@^_~-]{12,20}'$/),
);
const prose = fc.string({ unit: 'grapheme-ascii', maxLength: 60 }).map((text) => `${text}\n`);

test('a secret does not survive, whatever stands around it', () => {
  fc.assert(
    fc.property(prose, secret, prose, (before, text, after) => {
      const { text: output, redactions } = redactText(before + text + after);
      const bare = text.match(/[A-Za-z0-9!$%&()*+,.;^_~-]{8,}(?=["'@]|$)/)?.[0] ?? text;
      expect(output).not.toContain(bare);
      expect(redactions).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});

test('a second pass finds nothing more', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(prose, secret)), (parts) => {
      const { text } = redactText(parts.join(' '));
      expect(redactText(text)).toEqual({ text, redactions: 0 });
    }),
  );
});

test('a marker holds nothing of the secret: equal markers for different secrets', () => {
  expect(redactText('password = "hunter2"')).toEqual(redactText('password = "another, longer one"'));
});

test('counts each secret once', () => {
  expect(redactText('a=1\npassword = "x1"\npassword = "x2"').redactions).toBe(2);
  expect(
    redactPlan({ a: { password: 'x1', before: { b: 'x2' }, before_sensitive: { b: true } } }).redactions,
  ).toBe(2);
});

test('keeps the shape of JSON that is no plan', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      const value: unknown = JSON.parse(JSON.stringify(json));
      expect(Array.isArray(redactPlan(value).json)).toBe(Array.isArray(value));
      expect(typeof redactPlan(value).json).toBe(typeof value);
    }),
  );
});

test.each([
  ['a long word', 'a'.repeat(1_000_000)],
  ['words that begin names', 'password'.repeat(120_000)],
  ['blanks after a name', `password${' '.repeat(1_000_000)}`],
  ['quotes that do not close', 'password="'.repeat(100_000)],
  ['blocks that do not close', '-----BEGIN PRIVATE KEY-----\n'.repeat(30_000)],
  ['heredocs that do not close', 'token = <<A\n'.repeat(20_000)],
  ['addresses without an end', 'x://a:'.repeat(150_000)],
  ['an address of colons', `x://${':'.repeat(1_000_000)}`],
  ['statements without an end', 'SET PASSWORD FOR a '.repeat(50_000)],
  ['escapes', `\\"password\\":\\"${'\\\\'.repeat(400_000)}`],
])('takes no long time over %s', (_, text) => {
  const began = performance.now();
  redactText(text);
  expect(performance.now() - began).toBeLessThan(4000);
});

/** What is read from signatures and files of approvals, and what is not. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSshSignature } from '../../../src/approval/sshsig.ts';
import { approvalFile, parseApprovalFile, statementBytes } from '../../../src/approval/statement.ts';
import { type Instant, second } from '../../../src/grant/lifetime.ts';
import { securityKey, softwareKey } from './ssh-keys.ts';
import { files, signatures, statement } from './vectors.ts';

test.each(signatures.map((one) => [one.name, one] as const))(
  'a signature %s',
  (_name, { armored, factor }) => {
    expect(readSshSignature(armored)?.factor).toBe(factor);
  },
);

test.each(files.map((one) => [one.name, one] as const))('a file %s', (_name, { bytes, good }) => {
  expect(parseApprovalFile(bytes) !== undefined).toBe(good === true);
});

test('key, namespace and hash are those of the signature', () => {
  for (const key of [softwareKey(), securityKey(), securityKey('ecdsa')]) {
    const read = readSshSignature(key.sign(Buffer.from('x'), { namespace: 'git', hash: 'sha256' }));
    expect(read).toMatchObject({ key: key.line, namespace: 'git', hash: 'sha256' });
  }
});

test('what is written is read back, and two statements are never the same bytes', () => {
  const text = fc.string({ unit: 'grapheme' }).filter((one) => one.isWellFormed());
  const seconds = fc.integer({ min: 0, max: 4_000_000_000 }).map((one) => (one * second) as Instant);
  const any = fc.record({
    repository: text,
    grant: text,
    meaning: text,
    minutes: fc.integer({ min: 1, max: 720 }),
    notAfter: seconds,
    decision: fc.constantFrom('approve', 'refuse'),
    person: text,
    at: seconds,
    nonce: text,
  });
  const armored = softwareKey().sign(Buffer.from('x'));
  fc.assert(
    fc.property(any, any, (one, other) => {
      expect(parseApprovalFile(Buffer.from(approvalFile(one, armored)))).toEqual({ statement: one, armored });
      const same = Buffer.from(statementBytes(one)).equals(statementBytes(other));
      expect(same).toBe(
        JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort()),
      );
    }),
  );
});

test('the statement is one line of canonical JSON that names everything', () => {
  expect(Buffer.from(statementBytes(statement)).toString()).toMatchInlineSnapshot(
    `"{"decision":"approve","grant":"2026-03-01-orders-read-rita","longestMinutes":60,"meaning":"sha256:5555555555555555555555555555555555555555555555555555555555555555","nonce":"00112233445566778899aabbccddeeff","person":"alice","repository":"git:0123456789012345678901234567890123456789","time":"2026-03-01T02:07:00Z","v":"breakglass/approval/1","wall":"2026-03-01T04:00:00Z"}"`,
  );
});

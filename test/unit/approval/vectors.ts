/** Files of approvals, good ones and broken ones, for the readers of them; each with what it shows. */
import { approvalFile, type Statement, statementBytes } from '../../../src/approval/statement.ts';
import { at } from '../../../src/grant/lifetime.ts';
import { armor, type Change, securityKey, softwareKey, unarmored } from './ssh-keys.ts';

export const statement: Statement = {
  repository: 'git:0123456789012345678901234567890123456789',
  grant: '2026-03-01-orders-read-rita',
  meaning: `sha256:${'5'.repeat(64)}`,
  minutes: 60,
  notAfter: at('2026-03-01T04:00:00Z'),
  decision: 'approve',
  person: 'alice',
  at: at('2026-03-01T02:07:00Z'),
  nonce: '00112233445566778899aabbccddeeff',
};

const message = Buffer.from('any message');
const key = softwareKey();
const [hardware, ecdsa] = [securityKey(), securityKey('ecdsa')];
const whole = unarmored(key.sign(message));

/** Signatures for `readSshSignature`; `factor` is what must be read, undefined where nothing may be. */
export const signatures: readonly {
  readonly name: string;
  readonly armored: string;
  readonly factor?: string;
}[] = [
  { name: 'of a key on disk', armored: key.sign(message), factor: 'software' },
  { name: 'with sha256', armored: key.sign(message, { hash: 'sha256' }), factor: 'software' },
  ...(
    [
      [0, 'software'],
      [1, 'touch'],
      [4, 'software'],
      [5, 'pin'],
      [0x41, 'touch'],
    ] as const
  ).flatMap(([flags, factor]) => [
    {
      name: `of an ed25519 security key with flags ${flags}`,
      armored: hardware.sign(message, { flags }),
      factor,
    },
    { name: `of an ecdsa security key with flags ${flags}`, armored: ecdsa.sign(message, { flags }), factor },
  ]),
  { name: 'of a security key of a web site', armored: securityKey('ed25519', 'https://x').sign(message) },
  ...broken(
    { hash: 'sha1' },
    { reserved: 'x' },
    { version: 2 },
    { magic: 'SSHSIX' },
    { behind: Buffer.of(0) },
  ),
  {
    name: 'of a security key with bytes behind the counter',
    armored: hardware.sign(message, { behindInner: Buffer.of(0) }),
  },
  ...[5, 8, 20, 60, whole.length - 1].map((length) => ({
    name: `cut after ${length} bytes`,
    armored: armor(whole.subarray(0, length)),
  })),
  { name: 'spelt otherwise', armored: key.sign(message).replace('\n-----END', '=\n-----END') },
  { name: 'empty', armored: '' },
];

function broken(...changes: readonly Change[]) {
  return changes.map((change) => ({
    name: `with ${Object.keys(change)[0]} changed`,
    armored: key.sign(message, change),
  }));
}

const armored = key.sign(statementBytes(statement));
const good = approvalFile(statement, armored);

/** Files for `parseApprovalFile`. */
export const files: readonly { readonly name: string; readonly bytes: Uint8Array; readonly good?: true }[] = [
  { name: 'as it is written', text: good, good: true as const },
  {
    name: 'of a refusal',
    text: approvalFile({ ...statement, decision: 'refuse' }, armored),
    good: true as const,
  },
  { name: 'with lines of Windows', text: good.replaceAll('\n', '\r\n') },
  { name: 'with a line behind it', text: `${good}\n` },
  { name: 'with a space in the statement', text: good.replace(',', ', ') },
  { name: 'with two signatures', text: `${good}${armored}` },
  { name: 'without a signature', text: good.slice(0, good.indexOf('\n') + 1) },
  { name: 'that is empty', text: '' },
  ...(
    [
      ['of another version', '"v":"breakglass/approval/1"', '"v":"breakglass/approval/2"'],
      ['of another decision', '"decision":"approve"', '"decision":"agree"'],
      ['with a member more', '{"decision"', '{"a":1,"decision"'],
      ['with a member twice', '{"decision"', '{"decision":"refuse","decision"'],
      ['without a nonce', /"nonce":"[0-9a-f]+",/, ''],
      ['with a number as person', '"person":"alice"', '"person":7'],
      ['with minutes as text', '"longestMinutes":60', '"longestMinutes":"60"'],
      ['with half a minute', '"longestMinutes":60', '"longestMinutes":60.5'],
      ['with a wall that is none', '2026-03-01T04:00:00Z', '2026-02-31T04:00:00Z'],
      ['with a time that is none', '2026-03-01T02:07:00Z', '2026-03-01T02:07:00'],
      ['that is no object', /^\{.*\}/, '[]'],
      ['that is no JSON', /^\{/, '{{'],
    ] as const
  ).map(([name, what, by]) => ({ name, text: good.replace(what, by) })),
].map(({ text, ...one }) => ({ ...one, bytes: Buffer.from(text) }));

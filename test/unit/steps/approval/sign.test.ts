/** Signatures from end to end: made by keys, kept in files, judged by the real ssh-keygen. */
import { beforeAll, describe, expect, test } from 'vitest';
import { rosterOf, termsOf } from '../../../../src/approval/asked.ts';
import { approvalFile, type Statement, statementBytes } from '../../../../src/approval/statement.ts';
import { checkFiles } from '../../../../src/grant/check.ts';
import type { Grant } from '../../../../src/grant/grant.ts';
import { at, plus } from '../../../../src/grant/lifetime.ts';
import type { SourceFile } from '../../../../src/grant/written.ts';
import { openSignatures } from '../../../../src/outside/ssh-keygen.ts';
import { judgeSignatures } from '../../../../src/steps/approval/judge-signatures.ts';
import { provenSignatures } from '../../../../src/steps/approval/prove.ts';
import { objection, signApproval } from '../../../../src/steps/approval/sign.ts';
import { exampleFiles } from '../../../situations/situation.ts';
import { type Change, securityKey, softwareKey, type TestKey } from '../../approval/ssh-keys.ts';

// Alba asks under a playbook that wants a touch; bo, mei and chidi are among those who may approve.
const id = '2026-11-22-orders-read-alba';
const now = at('2026-11-22T03:00:00Z');
const repository = 'git:1234567890123456789012345678901234567890';
const keys = { alba: securityKey(), bo: securityKey(), mei: securityKey('ecdsa'), chidi: softwareKey() };
const second = securityKey();
const signatures = openSignatures();

type Repository = {
  readonly change?: (text: string, path: string) => string;
  readonly added?: readonly SourceFile[];
};

/** The examples with keys that we have the private half of, and what else a test changes. */
function repositoryWith({ change = (text) => text, added = [] }: Repository = {}) {
  const files = exampleFiles().map((file) => {
    const text = Object.entries(keys).reduce(
      (all, [who, key]) =>
        all.replace(
          new RegExp(`- ssh-ed25519 \\S+ ${who} laptop`),
          `- ${key.line} ${who}${who === 'bo' ? `\n      - ${second.line} bo 2` : ''}`,
        ),
      Buffer.from(file.bytes).toString(),
    );
    return { ...file, bytes: Buffer.from(change(text, file.path)) };
  });
  const { sound, estate, problems } = checkFiles(files);
  const grant = sound.find((one) => one.id === id);
  if (grant === undefined) throw new Error(`not sound: ${JSON.stringify(problems)}`);
  return { grant, estate, files: [...files, ...added] };
}

function statementOf(grant: Grant, person: string, change: Partial<Statement> = {}): Statement {
  return {
    ...termsOf(grant),
    repository,
    grant: grant.id,
    decision: 'approve',
    person,
    at: now,
    nonce: person,
    ...change,
  };
}

type Signed = {
  readonly key?: TestKey;
  readonly statement?: Partial<Statement>;
  readonly change?: Change;
  readonly as?: string;
  readonly grant?: string;
};

function signed(
  person: keyof typeof keys,
  { key = keys[person], statement, change, as = person, grant = id }: Signed = {},
): SourceFile {
  const said = statementOf(repositoryWith().grant, person, statement);
  const text = approvalFile(said, key.sign(statementBytes(said), change));
  return { path: `approvals/${grant}/${as}.sig`, mode: 'file', bytes: Buffer.from(text) };
}

async function verdictOn(added: readonly SourceFile[], more: Repository = {}) {
  const { grant, estate, files } = repositoryWith({ ...more, added });
  const proven = await provenSignatures(id, files, { estate, signatures });
  const { counted, finding, people } = judgeSignatures(grant, proven, {
    estate,
    repository,
    now: plus(now, 60_000),
  });
  return {
    counted,
    reason: finding?.reason,
    people: people.map((one) => [one.who, one.finding?.reason]),
    says: finding?.says,
  };
}

let bo: SourceFile;
let mei: SourceFile;
beforeAll(() => {
  [bo, mei] = [signed('bo'), signed('mei')];
});

test('two people sign, with security keys of both kinds', async () => {
  expect(await verdictOn([bo, mei])).toMatchObject({
    counted: true,
    people: [
      ['bo', undefined],
      ['mei', undefined],
    ],
  });
  expect(await verdictOn([bo])).toMatchObject({ counted: false, reason: 'too-few' });
  expect(await verdictOn([])).toMatchObject({ counted: false, reason: 'too-few', people: [] });
});

test('either key of a person is theirs', async () => {
  expect(await verdictOn([signed('bo', { key: second }), mei])).toMatchObject({ counted: true });
});

describe('is refused, with the reason', () => {
  const replaced = (...pairs: readonly [what: string, by: string][]): Repository => ({
    change: (text) => pairs.reduce((all, [what, by]) => all.replaceAll(what, by), text),
  });
  test.each<[string, string, () => SourceFile, Repository?]>([
    ['a key that was not touched', 'weak-key', () => signed('bo', { change: { flags: 0 } })],
    ['a key on a disk', 'weak-key', () => signed('chidi')],
    ['the key of a stranger', 'bad-signature', () => signed('bo', { key: securityKey() })],
    ['the key of a colleague', 'bad-signature', () => signed('bo', { key: keys.mei })],
    ['the second key of one person for another', 'bad-signature', () => signed('chidi', { key: second })],
    ['a signature of somebody else under a name', 'bad-signature', () => signed('mei', { as: 'bo' })],
    [
      'a statement of somebody else, signed under a name',
      'bad-signature',
      () => signed('mei', { key: keys.bo, as: 'bo' }),
    ],
    [
      'a key made for a web site',
      'bad-signature',
      () => signed('bo', { key: securityKey('ed25519', 'https://x') }),
    ],
    ['a signature made for git', 'bad-signature', () => signed('bo', { change: { namespace: 'git' } })],
    [
      'a statement for another grant',
      'other-grant',
      () => signed('bo', { statement: { grant: '2026-11-22-orders-read-bo' } }),
    ],
    [
      'a statement for another repository',
      'other-repository',
      () => signed('bo', { statement: { repository: 'git:0' } }),
    ],
    [
      'a statement of another meaning',
      'meaning-changed',
      () => signed('bo', { statement: { meaning: 'sha256:0' } }),
    ],
    ['a shorter duration', 'longer-than-read', () => signed('bo', { statement: { minutes: 59 } })],
    [
      'an earlier wall',
      'longer-than-read',
      () => signed('bo', { statement: { notAfter: at('2026-11-22T04:39:59Z') } }),
    ],
    ['one that is too old', 'too-old', () => signed('bo', { statement: { at: at('2026-11-21T23:00:59Z') } })],
    ['the person of the grant', 'is-subject', () => signed('alba')],
    [
      'a key that was taken out of the estate',
      'bad-signature',
      () => bo,
      replaced([`      - ${keys.bo.line} bo\n`, '']),
    ],
    [
      'somebody who left the teams',
      'not-approver',
      () => bo,
      replaced(['[alba, bo]', '[alba]'], ['[bo, jonas, mei]', '[jonas, mei]']),
    ],
  ])('%s', async (_name, reason, file, more) => {
    const others = [mei].filter(({ path }) => path !== file().path);
    const { counted, reason: why, says } = await verdictOn([...others, file()], more);
    expect({ counted, why }, says).toEqual({ counted: false, why: reason });
  });

  test.each([
    ['a level that reaches further', 'roles: [orders_ro]', 'roles: [orders_ro, orders_ddl]'],
    ['a network that is wider', '203.0.113.0/28', '203.0.113.0/27'],
    ['another user behind the person', 'alba@quillmark', 'eve@quillmark'],
    ['another account behind the target', '"111122223333"', '"999988887777"'],
  ])('what stands behind the grant was changed: %s', async (_name, what, by) => {
    const { counted, reason } = await verdictOn([bo, mei], replaced([what, by]));
    expect({ counted, reason }).toEqual({ counted: false, reason: 'meaning-changed' });
  });

  test('a link, a folder in between, another name of file, and no text at all', async () => {
    const path = `approvals/${id}/bo`;
    for (const file of [
      { ...bo, mode: 'link' as const },
      { ...bo, path: `${path}/bo.sig` },
      { ...bo, path: `${path}.txt` },
      { ...bo, bytes: Buffer.of(0xff, 0xfe, 0) },
      { ...bo, bytes: Buffer.alloc(0) },
    ]) {
      const { counted, people } = await verdictOn([mei, file]);
      expect(counted).toBe(false);
      expect(people.at(-1)?.[1]).toBe('bad-signature');
    }
  });
});

test('the approval of one grant lies in its own folder only', async () => {
  const elsewhere = { ...bo, path: bo.path.replace(id, `${id}-2`) };
  expect(await verdictOn([mei, elsewhere])).toMatchObject({
    counted: false,
    reason: 'too-few',
    people: [['mei', undefined]],
  });
});

test('a refusal beats two approvals, also of what the grant was before, and also without a touch', async () => {
  const refusal = signed('chidi', { statement: { decision: 'refuse', minutes: 1 } });
  expect(await verdictOn([bo, mei, refusal])).toMatchObject({ counted: false, reason: 'changes-requested' });
  const forged = signed('chidi', { statement: { decision: 'refuse' }, key: softwareKey() });
  expect(await verdictOn([bo, mei, forged])).toMatchObject({ counted: true });
});

test('no byte of a file can be changed', async () => {
  const { estate } = repositoryWith();
  const bytes = Buffer.from(bo.bytes);
  const changed = Array.from(bytes, (byte, index) => {
    const other = Buffer.from(bytes);
    other[index] = byte ^ (1 + (index % 7));
    return { ...bo, bytes: other };
  });
  for (let from = 0; from < changed.length; from += 16) {
    const some = changed
      .slice(from, from + 16)
      .map((file) => provenSignatures(id, [file], { estate, signatures }));
    for (const [index, [one]] of (await Promise.all(some)).entries())
      expect(one?.good, `byte ${from + index}`).toBe(false);
  }
  expect(changed.length).toBeGreaterThan(500);
}, 120_000);

describe('signing', () => {
  const signing = (person: keyof typeof keys, change: Partial<Statement> = {}) => {
    const { grant, estate } = repositoryWith();
    return { grant, estate, statement: statementOf(grant, person, change) };
  };
  const by = (key: TestKey, change?: Change) => ({
    ...signatures,
    sign: async (_key: unknown, _namespace: string, message: Uint8Array) => key.sign(message, change),
  });
  const any = { line: '', file: undefined };

  test('gives the file to commit', async () => {
    const made = await signApproval(signing('bo'), any, by(keys.bo));
    expect(made).toMatchObject({ path: `approvals/${id}/bo.sig` });
    expect('text' in made && made.text).toBe(
      Buffer.from(bo.bytes).toString().split('\n')[0] +
        ('text' in made ? made.text.slice(made.text.indexOf('\n')) : ''),
    );
  });

  test('objects before anybody signs', () => {
    expect(objection(signing('bo'))).toBeUndefined();
    expect(objection(signing('alba'))).toMatchObject({ reason: 'is-subject' });
    expect(objection(signing('bo', { decision: 'refuse' }))).toBeUndefined();
    const { grant, estate } = repositoryWith();
    expect(rosterOf(grant, estate).approvers).not.toContain('lena');
    expect(objection({ grant, estate, statement: statementOf(grant, 'lena') })).toMatchObject({
      reason: 'not-approver',
    });
    expect(
      objection({ grant, estate, statement: statementOf(grant, 'lena', { decision: 'refuse' }) }),
    ).toMatchObject({ reason: 'not-approver' });
  });

  test('objects to what was signed and would not count', async () => {
    expect(await signApproval(signing('bo'), any, by(keys.bo, { flags: 0 }))).toMatchObject({
      finding: { reason: 'weak-key' },
    });
    expect(await signApproval(signing('bo'), any, by(softwareKey()))).toMatchObject({
      finding: { reason: 'bad-signature' },
    });
    expect(await signApproval(signing('chidi', { decision: 'refuse' }), any, by(keys.chidi))).toHaveProperty(
      'text',
    );
  });
});

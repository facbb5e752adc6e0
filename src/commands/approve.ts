/** `approve`: shows what is asked for, has the person's name typed, signs, and writes the file to commit. */
import { join } from 'node:path';
import { termsOf } from '../approval/asked.ts';
import type { Finding } from '../approval/finding.ts';
import type { Statement } from '../approval/statement.ts';
import { checkFiles } from '../grant/check.ts';
import type { Grant } from '../grant/grant.ts';
import { wholeSecond } from '../grant/lifetime.ts';
import { findRoot, readWorkTree, writeWhole } from '../outside/files.ts';
import { openRepository } from '../outside/git.ts';
import { machineRandom } from '../outside/random.ts';
import { openSignatures } from '../outside/ssh-keygen.ts';
import { objection, signApproval } from '../steps/approval/sign.ts';
import { grantLines } from '../view/plan.ts';
import { chooseGrant } from './choose-grant.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';
import type { Options } from './options.ts';
import { signerAmong } from './signer.ts';
import { unusable } from './usage.ts';

export async function approve(asked: string, options: Options, context: Context): Promise<Exit> {
  const { folder, view } = context;
  const root = findRoot(folder);
  const { estate, ...checked } = checkFiles(readWorkTree(root));
  const grant = chooseGrant(asked, checked, view);
  if (grant === undefined) {
    view.object('approve', { problems: checked.problems });
    return exit.files;
  }
  const signatures = openSignatures();
  const { person, key } = signerAmong(await signatures.keys(options.key), estate);
  const repository = await openRepository(root).first();
  const statement = statementOf(grant, { person, repository, refuse: options.refuse === true, context });
  const signing = { grant, estate, statement };
  const wrong = objection(signing);
  if (wrong) return refused(wrong, context);
  await confirm(signing, options, context);
  const signed = await signApproval(signing, key, signatures);
  if ('finding' in signed) return refused(signed.finding, context);
  context.begin();
  await writeWhole(join(root, signed.path), signed.text);
  view.object('approve', {
    grant: grant.id,
    person,
    decision: statement.decision,
    file: signed.path,
    problems: [],
  });
  view.result(`${statement.decision === 'refuse' ? 'refused' : 'approved'} as ${person}: ${signed.path}`);
  view.note(`next: git add ${signed.path} && git commit -m '${statement.decision} ${grant.id}' && git push`);
  return exit.done;
}

type Signer = {
  readonly person: string;
  readonly repository: string;
  readonly refuse: boolean;
  readonly context: Context;
};

function statementOf(grant: Grant, { person, repository, refuse, context }: Signer): Statement {
  return {
    ...termsOf(grant),
    repository: `git:${repository}`,
    grant: grant.id,
    decision: refuse ? 'refuse' : 'approve',
    person,
    at: wholeSecond(context.clock.now()),
    nonce: Buffer.from(machineRandom(16)).toString('hex'),
  };
}

type Asked = { readonly grant: Grant; readonly statement: Statement };

/** Typing the name keeps a hand from confirming what the eyes have not read. */
async function confirm(
  { grant, statement }: Asked,
  options: Options,
  { answer, clock, view }: Context,
): Promise<void> {
  const { id } = grant.person;
  const playbook = grant.playbook.value;
  const act = statement.decision === 'refuse' ? 'refuse' : 'approve';
  const style = { now: clock.now(), width: view.width };
  view.note(
    [
      grant.id,
      ...grantLines(grant, style),
      `you are ${statement.person}; the playbook is ${playbook.id}: ${playbook.title}`,
    ].join('\n'),
  );
  if (options.yesFor === undefined && options.input !== false)
    view.note(`to ${act}, type the person of this grant, \`${id}\`:`);
  const typed = options.yesFor ?? (options.input === false ? undefined : await answer());
  if (typed === undefined)
    throw unusable(`nobody can be asked here: once it is read, \`--yes-for ${id}\` says so`);
  if (typed !== id) throw unusable(`\`${typed}\` is not the person of this grant; nothing was signed`);
}

function refused({ says, repair }: Finding, { view }: Context): Exit {
  view.failure('approve', { kind: 'refused', error: { message: says, hint: repair } });
  return exit.refused;
}

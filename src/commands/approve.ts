/** `approve`: shows what is asked for, has the person's name typed, signs, and writes the file to commit. */
import { join } from 'node:path';
import { termsOf } from '../approval/asked.ts';
import type { Finding } from '../approval/finding.ts';
import type { Statement } from '../approval/statement.ts';
import { type Checked, checkFiles } from '../grant/check.ts';
import type { Grant } from '../grant/grant.ts';
import { type Instant, wholeSecond } from '../grant/lifetime.ts';
import { findRoot, readWorkTree, writeWhole } from '../outside/files.ts';
import { openRepository } from '../outside/git.ts';
import { machineRandom } from '../outside/random.ts';
import { openSignatures } from '../outside/ssh-keygen.ts';
import { Outage } from '../problem/outage.ts';
import { objection, signApproval } from '../steps/approval/sign.ts';
import { explanationOf, renderExplanation } from '../view/explain.ts';
import { plain } from '../view/view.ts';
import { chooseGrant } from './choose-grant.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';
import type { Options } from './options.ts';
import { signerAmong } from './signer.ts';
import { told } from './told.ts';
import { unusable } from './usage.ts';

export async function approve(asked: string, options: Options, context: Context): Promise<Exit> {
  const { folder, view } = context;
  const root = findRoot(folder);
  const files = readWorkTree(root);
  const checked = checkFiles(files);
  const { estate } = checked;
  const now = wholeSecond(context.clock.now());
  const grant = chooseGrant(asked, { files, checked, now }, view);
  if (grant === undefined) {
    view.object('approve', { problems: checked.problems });
    return exit.files;
  }
  const signatures = openSignatures();
  const { person, key } = signerAmong(await signatures.keys(options.key), estate);
  const repository = await openRepository(root).first();
  const statement = statementOf(grant, { person, repository, refuse: options.refuse === true, now });
  const signing = { grant, estate, statement };
  const wrong = objection(signing);
  if (wrong) return refused(wrong, context);
  await confirm({ ...signing, checked }, options, context);
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
  readonly now: Instant;
};

function statementOf(grant: Grant, { person, repository, refuse, now }: Signer): Statement {
  return {
    ...termsOf(grant),
    repository: `git:${repository}`,
    grant: grant.id,
    decision: refuse ? 'refuse' : 'approve',
    person,
    at: now,
    nonce: Buffer.from(machineRandom(16)).toString('hex'),
  };
}

type Asked = { readonly checked: Checked; readonly grant: Grant; readonly statement: Statement };

/** Typing the name keeps a hand from confirming what the eyes have not read. */
async function confirm(
  { checked, grant, statement }: Asked,
  options: Options,
  context: Context,
): Promise<void> {
  const { view, answer } = context;
  const { decision, person, at: now } = statement;
  const { id } = grant.person;
  const shown = told({ id: grant.id, record: { warrants: [], endings: [], notes: [] }, checked, now });
  if (!shown?.ok) {
    view.problems(shown?.problems ?? []);
    throw new Outage(`${grant.id} cannot be explained; nothing was signed`);
  }
  view.note(renderExplanation(explanationOf(shown.value), { colours: plain, width: view.width }));
  const asks = options.yesFor === undefined && options.input !== false;
  view.note(`you are ${person}${asks ? `; to ${decision}, type the person of this grant, \`${id}\`:` : ''}`);
  const typed = options.yesFor ?? (asks ? await answer() : undefined);
  if (typed === undefined)
    throw unusable(`nobody can be asked here: once it is read, \`--yes-for ${id}\` says so`);
  if (typed !== id) throw unusable(`\`${typed}\` is not the person of this grant; nothing was signed`);
}

function refused({ says, repair }: Finding, { view }: Context): Exit {
  view.failure('approve', { kind: 'refused', error: { message: says, hint: repair } });
  return exit.refused;
}

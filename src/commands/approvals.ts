/** `approvals`: who counted for a grant, who did not, and why. From the signatures in the commit at HEAD. */
import { leansOn } from '../approval/leans.ts';
import { checkFiles } from '../grant/check.ts';
import { findRoot } from '../outside/files.ts';
import { openRepository } from '../outside/git.ts';
import { openSignatures } from '../outside/ssh-keygen.ts';
import { judgeSignatures } from '../steps/approval/judge-signatures.ts';
import { provenSignatures } from '../steps/approval/prove.ts';
import { approvalsObject, renderApprovals } from '../view/approvals.ts';
import { chooseGrant } from './choose-grant.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';
import { uncommittedWarning } from './uncommitted.ts';

export async function approvals(id: string, { clock, folder, view }: Context): Promise<Exit> {
  const root = findRoot(folder);
  const repository = openRepository(root);
  const commit = await repository.head();
  const files = await repository.files(commit, ['approvals', 'docs', 'estate', 'grants', 'playbooks']);
  const checked = checkFiles(files);
  const now = clock.now();
  const grant = chooseGrant(id, { files, checked, now }, view);
  if (grant === undefined) {
    view.object('approvals', { problems: checked.problems });
    return exit.files;
  }
  const { estate } = checked;
  const signatures = await provenSignatures(grant.id, files, { estate, signatures: openSignatures() });
  const verdict = judgeSignatures(grant, signatures, {
    estate,
    now,
    repository: `git:${await repository.first()}`,
  });
  const aside = await uncommittedWarning(root, repository);
  const warnings = [...verdict.warnings, ...(aside === undefined ? [] : [aside])];
  for (const warning of warnings) view.warning(warning);
  view.object('approvals', {
    grant: grant.id,
    commit,
    ...approvalsObject({ ...verdict, warnings }),
    leansOn: leansOn(grant, estate),
    problems: [],
  });
  view.result(renderApprovals(grant.id, verdict, { now, colours: view.colours, width: view.width }));
  return verdict.counted ? exit.done : exit.refused;
}

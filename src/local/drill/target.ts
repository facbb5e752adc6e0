/** Which target of a repository is drilled. */
import { checkFiles } from '../../grant/check.ts';
import { readWorkTree } from '../../outside/files.ts';
import { Outage } from '../../problem/outage.ts';

/** The target that most grants of the files are for. */
export function targetOf(root: string): { target: string; account: string; region: string } {
  const { estate, grants, problems } = checkFiles(readWorkTree(root));
  const broken = problems.filter(({ severity }) => severity === 'error');
  const counted = [...estate.targets.values()].map((entry) => ({
    entry,
    count: grants.filter(({ target }) => target.id === entry.name).length,
  }));
  const [most] = counted.sort((a, b) => b.count - a.count);
  if (!most || most.count === 0) {
    throw new Outage('no grant of this repository can be drilled', {
      hint:
        broken.length > 0
          ? 'run `breakglass validate`'
          : 'write one in grants/, and what it names in estate/',
    });
  }
  const { account, region } = most.entry.value;
  return { target: most.entry.name, account, region };
}

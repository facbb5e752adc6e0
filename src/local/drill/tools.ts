/** The programs that a drill starts, and the command that installs one that is missing. */
import { execa } from 'execa';
import { Outage } from '../../problem/outage.ts';

type Machine = { readonly platform: string; readonly arch: string };

/** First line of what each says of its version. Throws `Outage` with the command for the first that is missing. */
export async function findTools(
  environment: Readonly<Record<string, string | undefined>>,
  machine: Machine = process,
): Promise<string[]> {
  const chosen = environment['BREAKGLASS_TERRAFORM'];
  const hint =
    chosen === undefined
      ? installTerraform(machine)
      : 'correct BREAKGLASS_TERRAFORM, or run it again without';
  return [
    await version([chosen ?? 'terraform', 'version'], hint),
    await version(['git', '--version'], installGit(machine)),
  ];
}

async function version([program, flag]: readonly [string, string], hint: string): Promise<string> {
  const run = await execa(program, [flag], { reject: false, timeout: 20_000, stdin: 'ignore' });
  if (run.exitCode === 0) return run.stdout.split('\n')[0] ?? program;
  throw new Outage(`there is no \`${program}\` that works`, { hint });
}

/** HashiCorp's own archive: no distribution has Terraform in its packages. */
function installTerraform({ platform, arch }: Machine): string {
  if (platform === 'darwin') return 'install it: brew install hashicorp/tap/terraform';
  const release = '1.11.4';
  const file = `terraform_${release}_linux_${arch === 'arm64' ? 'arm64' : 'amd64'}.zip`;
  const source = `https://releases.hashicorp.com/terraform/${release}/${file}`;
  return `install it: curl -fsSLO ${source} && sudo unzip ${file} terraform -d /usr/local/bin`;
}

function installGit({ platform }: Machine): string {
  return `install it: ${platform === 'darwin' ? 'xcode-select --install' : 'sudo apt-get install git'}`;
}

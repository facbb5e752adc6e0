/** What Terraform itself needs for the resources of one grant, with nobody around it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Genesis, Warrant } from '../../src/archive/records.ts';
import { addressOf } from '../../src/grant/resources.ts';
import { openTerraform } from '../../src/outside/terraform/open.ts';
import type { Terraform } from '../../src/ports.ts';
import { settingsOf } from '../../src/steps/settings.ts';
import type { Stage } from '../real/life/stage.ts';
import { program } from './measure.ts';
import { home } from './repository.ts';

/** Seconds of `terraform plan` and `terraform apply`, for a twin of the grant. Its initialization is not counted. */
export async function terraformAlone(stage: Stage, grant: string): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'breakglass-alone-'));
  try {
    const terraform = openTerraform({
      directory,
      target: home.target,
      local: true,
      endpoint: stage.aws.endpoint,
      environment: { ...stage.environment, ...stage.aws.environment },
      app: join(program, '..', 'main.js'),
      progress: () => undefined,
    });
    const resources = twinOf(stage, grant);
    const genesis: Genesis = JSON.parse(readFileSync(join(stage.archive, 'genesis.json'), 'utf8'));
    const settings = settingsOf(genesis);
    await terraform.prepare({ target: home.target, settings, resources });
    const addresses = resources.map(addressOf);
    const seconds = await applied(terraform, addresses);
    // What stands without a warrant would be work for the next apply.
    await terraform.prepare({ target: home.target, settings, resources: [] });
    await applied(terraform, addresses);
    return seconds;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function applied(terraform: Terraform, addresses: readonly string[]): Promise<number> {
  const plan = await terraform.plan(addresses);
  const run = await terraform.apply(plan);
  if (run.exitCode !== 0) throw new Error(run.log);
  return (plan.run.milliseconds + run.milliseconds) / 1000;
}

/** The same resources under another name, without the opening: it stood before the grant, and AWS takes no rule twice. */
function twinOf({ archive }: Stage, grant: string): Warrant['resources'] {
  const text = readFileSync(join(archive, 'warrants', grant, '0.json'), 'utf8');
  const twin: Warrant = JSON.parse(text.replaceAll(grant, `${grant}-twin`));
  return twin.resources.filter(({ type }) => type !== 'aws_vpc_security_group_ingress_rule');
}

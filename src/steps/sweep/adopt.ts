/**
 * A run that is killed between AWS's answer and its state leaves a role or schedule that Terraform
 * does not know. It goes back into the state, to be removed by a reviewed plan like every other.
 * Only what a warrant names: a stray stays denied, and is somebody's to explain.
 */
import { addressOf, type Resource } from '../../grant/resources.ts';
import type { SynthesisInput } from '../../ports.ts';
import type { Archive, NewBlob } from '../archive/archive.ts';
import { clearLock } from '../state-lock.ts';
import type { World } from '../world.ts';
import { canBeLost, presenceOf } from './presence.ts';
import type { Standing } from './standing.ts';

/** What is to go, of the warrants of what is over; and what stands. */
export type Doomed = { readonly doomed: readonly Resource[]; readonly standing: Standing };

/** Returns what Terraform said, to be kept. `input` is prepared before and after; it holds no resources. */
export async function adoptLost(
  world: World,
  archive: Archive,
  { doomed, standing, input }: Doomed & { readonly input: SynthesisInput },
): Promise<NewBlob[]> {
  const { terraform, progress } = world;
  const known = new Set(await terraform.addresses());
  const lost = doomed
    .filter((resource) => canBeLost(resource) && !known.has(addressOf(resource)))
    .filter((resource) => presenceOf(resource, standing) === 'present')
    .map((resource) => ({ resource, id: importId(resource) }));
  if (lost.length === 0) return [];
  progress(`putting back what the state lost: ${lost.map(({ id }) => id).join(', ')}`);
  const wanted = { ...input, resources: lost.map(({ resource }) => resource) };
  let run = await terraform.adopt(lost, wanted);
  if (run.code === 'BG0605') {
    await clearLock(world, archive);
    run = await terraform.adopt(lost, wanted);
  }
  if (run.exitCode !== 0) progress('Terraform did not take all of it; what is left is tried again');
  await terraform.prepare(input);
  return [{ name: 'adopt.log', text: run.log }];
}

/** By what the provider finds it in AWS. */
function importId({ type, values }: Resource): string {
  const name = String(values['name']);
  return type === 'aws_scheduler_schedule' ? `${values['group_name']}/${name}` : name;
}

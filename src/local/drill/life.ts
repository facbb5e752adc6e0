/** The life of the example grants, step by step: checked, opened, over, cut, removed, proven. */

import type { Warrant } from '../../archive/records.ts';
import { at, formatInstant, hour, type Instant, minute, plus, second } from '../../grant/lifetime.ts';
import { rolePath, scheduleGroup } from '../../grant/names.ts';
import type { Cloud } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import { plural } from '../../view/words.ts';
import type { LocalClock } from '../local-clock.ts';
import type { Steps } from './steps.ts';

/** What the life needs: the commands as people run them, AWS as anybody can ask it, and the clock. */
export type Stage = {
  readonly target: string;
  readonly cloud: Cloud;
  readonly clock: LocalClock;
  readonly steps: Steps;
  /** Runs a command of breakglass in the copy and returns its result lines. Throws unless it exits 0. */
  run(...args: readonly string[]): Promise<readonly string[]>;
  warrants(): Promise<readonly Warrant[]>;
};

export async function live(stage: Stage): Promise<void> {
  const { steps, target, run } = stage;
  await steps.step('files checked', () => run('validate'));
  await steps.step('what they would open, offline', () => summary(run('plan')));
  await steps.step('nothing stands before', () => standing(stage, 0));
  await steps.step('planned, reviewed, applied by Terraform', () => run('apply', '--target', target));
  const warrants = await stage.warrants();
  await steps.step('seen through the AWS API', () => standing(stage, warrants.length));
  const ends = [...new Set(warrants.map(({ end }) => at(end)))].sort((a, b) => a - b);
  for (const [index, end] of ends.entries()) {
    await steps.step(`time passes to end ${index + 1} of ${ends.length}`, () =>
      passes(stage, plus(end, second)),
    );
    await steps.step('swept: cut, recorded, removed, probed', () => run('sweep', '--target', target));
    await steps.step('seen through the AWS API', () => standing(stage, undefined));
  }
  const last = ends.at(-1) ?? stage.clock.now();
  await steps.step('an hour later no session can be left', () => passes(stage, plus(last, hour + minute)));
  await steps.step('swept: the denied roles removed', () => run('sweep', '--target', target));
  await steps.step('nothing is left', () => standing(stage, 0));
  await steps.step('a sweep finds nothing to do', () => run('sweep', '--target', target));
  await steps.step('archive verified', () => run('archive', 'verify', '--target', target));
}

/** What AWS itself answers, and a failure when it is not what must be there. */
async function standing({ cloud, target }: Stage, wanted: number | undefined): Promise<string[]> {
  const group = scheduleGroup(target);
  const [roles, openings, schedules] = await Promise.all([
    cloud.roles(rolePath(target)),
    cloud.openings(target, []),
    cloud.schedules(group),
  ]);
  if (!roles.complete || !openings.complete || !schedules.complete)
    throw new Outage('the local AWS did not answer');
  const counts = [roles.items.length, schedules.items.length];
  if (wanted !== undefined && counts.some((count) => count !== wanted)) {
    throw new Outage(`${wanted} roles and schedules must stand, but AWS has ${counts.join(' and ')}`);
  }
  if (wanted === 0 && openings.items.length > 0)
    throw new Outage(`${plural(openings.items.length, 'opening')} still there`);
  const planned = await Promise.all(schedules.items.map(({ name }) => cloud.schedule(group, name)));
  return [
    [
      plural(roles.items.length, 'role'),
      plural(openings.items.length, 'opening'),
      plural(schedules.items.length, 'schedule'),
    ].join(', '),
    ...roles.items.map(({ name, boundary, tags }) => {
      const end = tags['breakglass:end'] ?? 'no end';
      return `role ${name}, ends ${end}, boundary ${boundary?.split('/').at(-1) ?? 'none'}`;
    }),
    ...openings.items.map(
      ({ range, fromPort, securityGroup }) => `opening ${range} to port ${fromPort} of ${securityGroup}`,
    ),
    ...planned.map((one) => `schedule ${one?.name} ${one?.expression}`),
  ];
}

async function passes({ clock }: Stage, to: Instant): Promise<string[]> {
  const from = clock.now();
  clock.jumpTo(to);
  return [`${formatInstant(from)} → ${formatInstant(to)}, for breakglass and for the local AWS`];
}

/** The lines that name grants; the rest is in the command itself. */
async function summary(lines: Promise<readonly string[]>): Promise<string[]> {
  return (await lines)
    .filter((line) => /^\d{4}-|would create|access {2}/.test(line.trimStart()))
    .map((line) => line.trimEnd());
}

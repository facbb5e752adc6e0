/** The sentences around what a grant gives: from where, when, who, how it ends, what is recorded. */
import { at } from '../grant/lifetime.ts';
import { momentFor, span, timeFor } from './times.ts';
import { isDrawn, lasts, placeOf, type Section, type Told } from './told.ts';

export function circumstances(told: Told): Section[] {
  return [
    { title: 'From', lines: from(told) },
    { title: 'When', lines: when(told) },
    { title: 'Who', lines: who(told) },
    { title: 'Ends', lines: ends(told) },
    { title: 'Recorded', lines: recorded(told) },
  ];
}

function from({ given, around: { network } }: Told): string[] {
  const { ranges, endpoints, openings, tables, logins } = given;
  const ways = [...ranges, ...endpoints.map((one) => `VPC endpoint ${one}`)].join(', ');
  return [
    ...(network === undefined ? [] : [`${network.id}: ${network.says}.`]),
    ...(tables.length === 0 ? [] : [`Calls on tables: only from ${ways}.`]),
    ...openings.map(
      ({ securityGroup, port, range }) => `Port ${port} of ${securityGroup} opens for ${range}.`,
    ),
    ...(logins.length === 0
      ? []
      : [
          'AWS does not check where a database login comes from. Other ways to the database, if any stand, stay as they are.',
        ]),
  ];
}

function when({ given, around, state, now, ended }: Told): string[] {
  const zone = around.person?.timeZone;
  const [begin, end] = [at(given.from), at(given.until)].map((instant) => timeFor(instant, now, zone));
  if (!isDrawn(state)) {
    return [`From the moment it is applied, for ${lasts(given)}, at the latest until ${end}.`];
  }
  return [
    `From ${begin} until ${end}: ${lasts(given)}.`,
    `To the second: from ${given.from} until ${given.until}.`,
    ...(ended === undefined ? [] : [`Ended ${momentFor(ended.at, now)}: ${ended.why}.`]),
  ];
}

function who({ given, around }: Told): string[] {
  const { session, account, region, secondFactor } = given;
  const name = around.person === undefined ? session : `${around.person.name} (${session})`;
  const factor = `AWS demands a second factor that is at most ${span((secondFactor ?? 0) * 1000)} old.`;
  return [
    `${name}, as ${signedIn(given)}, in account ${account}, ${region}. Nobody else.`,
    ...(secondFactor === null ? [] : [factor]),
  ];
}

function signedIn({ who: one }: Told['given']): string {
  if (one.kind === 'iamUser') return `the IAM user ${one.user}`;
  const id = one.userId === undefined ? '' : ` (user id ${one.userId})`;
  return `${one.user}${id}, signed in with the permission set ${one.permissionSet}`;
}

function ends({ given, state, now }: Told): string[] {
  const earlier = `Earlier: delete grants/${given.role}.yaml, commit, and run breakglass sweep --target ${given.target}.`;
  const latest = isDrawn(state) ? '' : ', or sooner if it ends sooner';
  return [
    'By itself: from that second on AWS refuses every call. Nothing of ours has to run for that.',
    ...(given.logins.length === 0
      ? []
      : ['A database session that is open by then stays open until the cut.']),
    ...given.schedules.map(
      ({ name, at: time }) =>
        `A schedule in the account begins the cut at ${momentFor(at(`${time}Z`), now)}${latest} (${name}).`,
    ),
    ...(state === 'past' || state === 'over' ? [] : [earlier]),
  ];
}

function recorded({ given, around }: Told): string[] {
  const { session, target } = given;
  const kept = {
    yes: 'CloudTrail keeps them',
    no: 'CloudTrail does NOT keep them',
    unknown: 'whether CloudTrail keeps them is not known',
  };
  return [
    `In CloudTrail, under the name ${session}: that the role ${given.role} was taken, and when.`,
    ...around.tables.map(
      (one) => `Calls on rows of ${placeOf(one)}: ${kept[one.locked?.itemCallsLogged ?? 'unknown']}.`,
    ),
    ...around.logins.map(({ access, resourceId, logs }) => {
      const exported = logs === undefined ? 'not known' : logs.join(', ') || 'none';
      return `Logs that ${access?.database ?? resourceId} keeps outside: ${exported}.`;
    }),
    `In the archive of ${target}: the request, the plan, what was opened, the end and its proof.`,
  ];
}

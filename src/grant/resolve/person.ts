/** The one person of a grant, and how AWS knows them in the grant's target. */
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { GrantFile, PersonEntry, TargetEntry } from '../files.generated.ts';
import type { Identity, Person } from '../grant.ts';
import { attempt, hole } from '../holes.ts';
import type { WrittenFile } from '../written.ts';
import type { Entry, Estate } from './estate.ts';
import { lookUp } from './look-up.ts';

export function resolvePerson(written: WrittenFile<GrantFile>, estate: Estate, problems: Problem[]): Person {
  const id = written.value.person;
  const place = written.place(['person']);
  const incomplete = estate.incomplete.has('Estate');
  const entry = lookUp(
    estate.people,
    {
      name: id,
      place,
      code: 'BG0201',
      noun: 'person',
      known: (name) => attempt(() => estate.people.get(name)?.value.name),
      incomplete,
    },
    problems,
  );
  const { target } = written.value;
  const targetEntry = estate.targets.get(target) ?? hole();
  const identity = identityOf(entry.value, targetEntry);
  if (identity) return { id, name: entry.value.name, identity, timeZone: entry.value.timeZone };
  problems.push(
    errorAt(place, {
      code: 'BG0213',
      message: `AWS does not know \`${id}\` in \`${target}\``,
      ...missing(entry, target),
    }),
  );
  return hole();
}

function identityOf({ aws }: PersonEntry, { value }: Entry<TargetEntry>): Identity | undefined {
  if (aws?.iamUser !== undefined) return { kind: 'iamUser', user: aws.iamUser };
  if (aws?.identityCenter === undefined || value.identityCenter === undefined) return undefined;
  const { permissionSet } = value.identityCenter;
  return { kind: 'identityCenter', ...aws.identityCenter, permissionSet };
}

function missing(entry: Entry<PersonEntry>, target: string): Pick<Problem, 'label' | 'hint'> {
  const { file, line } = entry.place();
  if (entry.value.aws === undefined) {
    return { label: 'has no `aws:` entry', hint: `add one in ${file}, line ${line}` };
  }
  return {
    label: 'comes through IAM Identity Center',
    hint: `add \`identityCenter: { permissionSet: … }\` to target \`${target}\` in the estate`,
  };
}

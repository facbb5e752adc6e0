/**
 * From files as written to grants in which nothing is left to look up. Offline: identities of AWS
 * come from the lock file. What cannot be looked up is a hole in the grant, so that its other fields
 * are judged all the same; one grant that cannot be resolved never stops another.
 */
import { type Problem, sortProblems } from '../../problem/problem.ts';
import type { GrantFile, TargetEntry } from '../files.generated.ts';
import type { Grant, Mfa, Network, Target } from '../grant.ts';
import { assembled } from '../holes.ts';
import { at, parseMinutes } from '../lifetime.ts';
import type { WrittenFile } from '../written.ts';
import { resolveAccess } from './access.ts';
import type { Entry, Estate } from './estate.ts';
import { lookUp } from './look-up.ts';
import { resolvePerson } from './person.ts';

/** One draft for each file, with every reason for its holes. */
export function resolve(
  files: readonly WrittenFile<GrantFile>[],
  estate: Estate,
): { drafts: Grant[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const drafts = files.map((file) => resolveGrant(file, estate, problems));
  return { drafts, problems: sortProblems(problems) };
}

function resolveGrant(written: WrittenFile<GrantFile>, estate: Estate, problems: Problem[]): Grant {
  const file = assembled({ value: () => written.value });
  const find = <T>(entries: ReadonlyMap<string, T>, field: Field, noun: string) =>
    lookUp(entries, wantedField({ written, estate, field, noun }), problems);
  const found = assembled({
    target: () => find(estate.targets, 'target', 'target'),
    playbook: () => find(estate.playbooks, 'playbook', 'playbook'),
    network: () => find(estate.networks, 'from', 'network'),
  });
  return assembled<Grant>({
    id: () => file.value.id,
    person: () => resolvePerson(written, estate, problems),
    target: () => targetOf(found.target),
    access: () => resolveAccess(written, estate, problems),
    minutes: () => minutesOf(file.value.duration),
    notAfter: () => at(file.value.notAfter),
    from: () => networkOf(found.network.name, found.network.value),
    mfa: () => mfaOf(found.playbook.value.mfa),
    incident: () => file.value.incident,
    reason: () => file.value.reason.trim(),
    playbook: () => found.playbook,
    written: () => written,
  });
}

const codes = { target: 'BG0202', playbook: 'BG0203', from: 'BG0207' } as const;

type Field = keyof typeof codes;

function wantedField({
  written,
  estate,
  field,
  noun,
}: {
  readonly written: WrittenFile<GrantFile>;
  readonly estate: Estate;
  readonly field: Field;
  readonly noun: string;
}): Parameters<typeof lookUp>[1] {
  const incomplete = estate.incomplete.has(field === 'playbook' ? 'Playbook' : 'Estate');
  const place = written.place([field]);
  return { name: written.value[field], place, code: codes[field], noun, incomplete };
}

function targetOf({ name, value: { account, region, state } }: Entry<TargetEntry>): Target {
  return { id: name, account, region, local: state.kind === 'local' };
}

/** The schema has passed the form, so undefined would be a bug of ours. */
export function minutesOf(duration: string): number {
  const minutes = parseMinutes(duration);
  if (minutes === undefined) throw new Error(`not a duration: ${duration}`);
  return minutes;
}

function networkOf(
  id: string,
  { cidrs, endpoints }: { cidrs: readonly string[]; endpoints?: readonly string[] },
): Network {
  return { id, cidrs: [...cidrs].sort(), endpoints: [...(endpoints ?? [])].sort() };
}

function mfaOf(mfa: 'identityProvider' | { readonly within: string }): Mfa {
  if (mfa === 'identityProvider') return { kind: 'identityProvider' };
  return { kind: 'aws', withinMinutes: minutesOf(mfa.within) };
}

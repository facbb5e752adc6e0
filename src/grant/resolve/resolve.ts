/**
 * From files as written to grants in which nothing is left to look up. Offline: identities of AWS
 * come from the lock file. One grant that cannot be resolved never stops another.
 */
import { type Problem, sortProblems } from '../../problem/problem.ts';
import type { GrantFile } from '../files.generated.ts';
import type { Grant, Mfa, Network } from '../grant.ts';
import { at, parseMinutes } from '../lifetime.ts';
import type { Written, WrittenFile } from '../written.ts';
import { resolveAccess } from './access.ts';
import { type Estate, mergeEstate } from './estate.ts';
import { lookUp, type Wanted } from './look-up.ts';
import { resolvePerson } from './person.ts';

export type { Estate } from './estate.ts';

export type Resolution = {
  readonly grants: readonly Grant[];
  readonly estate: Estate;
  readonly problems: readonly Problem[];
};

export function resolve(written: Written): Resolution {
  const { estate, problems } = mergeEstate(written);
  const grants = written.grants.flatMap((file) => resolveGrant(file, estate, problems) ?? []);
  return { grants, estate, problems: sortProblems(problems) };
}

/** The grant, or undefined with every reason added to `problems`. */
function resolveGrant(
  written: WrittenFile<GrantFile>,
  estate: Estate,
  problems: Problem[],
): Grant | undefined {
  const file = written.value;
  const find = <T>(entries: ReadonlyMap<string, T>, field: 'target' | 'playbook' | 'from', noun: string) =>
    lookUp(entries, wantedField({ written, estate, field, noun }), problems);
  const targetEntry = find(estate.targets, 'target', 'target');
  const playbook = find(estate.playbooks, 'playbook', 'playbook');
  const network = find(estate.networks, 'from', 'network');
  const person = resolvePerson(written, estate, problems);
  const access = resolveAccess(written, estate, problems);
  if (!targetEntry || !playbook || !network || !person || !access) return undefined;
  const { account, region, state } = targetEntry.value;
  return {
    id: file.id,
    person,
    target: { id: targetEntry.name, account, region, local: state.kind === 'local' },
    access,
    minutes: minutesOf(file.duration),
    notAfter: at(file.notAfter),
    from: networkOf(network.name, network.value),
    mfa: mfaOf(playbook.value.mfa),
    incident: file.incident,
    reason: file.reason.trim(),
    playbook,
    written,
  };
}

function wantedField({
  written,
  estate,
  field,
  noun,
}: {
  readonly written: WrittenFile<GrantFile>;
  readonly estate: Estate;
  readonly field: 'target' | 'playbook' | 'from';
  readonly noun: string;
}): Wanted {
  const code = ({ target: 'BG0202', playbook: 'BG0203', from: 'BG0207' } as const)[field];
  const incomplete = estate.incomplete.has(field === 'playbook' ? 'Playbook' : 'Estate');
  return { name: written.value[field], place: written.place([field]), code, noun, incomplete };
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

/** One grant on its way to being opened: its window, its logins and its resources, fixed once. */
import type { Warrant } from '../../archive/records.ts';
import type { DatabaseAccess, Grant } from '../../grant/grant.ts';
import { endOf, formatInstant, type Instant, minute, plus, wholeSecond } from '../../grant/lifetime.ts';
import { meaningDigest, meaningOf } from '../../grant/meaning.ts';
import { loginName } from '../../grant/names.ts';
import type { Window } from '../../grant/policy/document.ts';
import type { Logins } from '../../grant/policy/permissions.ts';
import { addressOf, type Resource } from '../../grant/resources.ts';
import { wantedResources } from '../../grant/wanted.ts';

/** A run may begin to apply its plan for this long; after that others look at what became of it. */
const applyTime = 10 * minute;

export type Opening = {
  readonly grant: Grant;
  readonly window: Window;
  readonly logins: Logins;
  readonly resources: readonly Resource[];
};

/** Activation is this run's instant, in whole seconds; nothing moves it afterwards. */
export function openingOf(grant: Grant, now: Instant, random: (count: number) => Uint8Array): Opening {
  const activation = wholeSecond(now);
  const window = { activation, end: endOf(activation, grant.minutes, grant.notAfter) };
  const databases = grant.access.filter((access): access is DatabaseAccess => access.kind === 'database');
  const logins = Object.fromEntries(databases.map(({ database }) => [database, loginName(random(10))]));
  return { grant, window, logins, resources: wantedResources(grant, window, logins) };
}

/** What the warrant fixes, given what only this run knows. */
export function warrantOf(
  { grant, window, logins, resources }: Opening,
  run: Pick<Warrant, 'n' | 'log' | 'commit' | 'planDigest'> & { readonly now: Instant },
): Warrant {
  const meaning = meaningOf(grant);
  return {
    v: 'breakglass/warrant/1',
    log: run.log,
    target: grant.target.id,
    grant: grant.id,
    n: run.n,
    meaning,
    meaningDigest: meaningDigest(meaning),
    activation: formatInstant(window.activation),
    end: formatInstant(window.end),
    logins: Object.entries(logins).map(([database, login]) => ({ database, login })),
    resources,
    approvals: 'not proven',
    commit: run.commit,
    file: grant.written.digest as Warrant['file'],
    planDigest: run.planDigest,
    applyBy: formatInstant(plus(run.now, applyTime)),
    at: formatInstant(run.now),
  };
}

/** Resources by address, each once: an opening that several grants need is one resource. */
export function onceEach(resources: readonly Resource[]): Resource[] {
  return [...new Map(resources.map((resource) => [addressOf(resource), resource])).values()];
}

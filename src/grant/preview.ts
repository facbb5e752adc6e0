/**
 * What the files would open, without a clock: as if every grant were switched on as late as it may
 * be. For people and for `cdktf synth`; it can never be applied.
 */
import type { Checked } from './check.ts';
import type { Grant } from './grant.ts';
import { minute, plus } from './lifetime.ts';
import { addressOf, type Resource } from './resources.ts';
import { wantedResources } from './wanted.ts';

/** Stands for the login that only `apply` draws. */
const previewLogin = 'bg_preview';

/** The resources of one grant with `notAfter` as its end. */
export function previewResources(grant: Grant): Resource[] {
  const window = { activation: plus(grant.notAfter, -grant.minutes * minute), end: grant.notAfter };
  const logins = grant.access.flatMap((access) =>
    access.kind === 'database' ? [[access.database, previewLogin]] : [],
  );
  return wantedResources(grant, window, Object.fromEntries(logins));
}

/** One input of the CDKTF app per target of the estate, in the order of names. */
export function previewInputs({ estate, sound }: Checked) {
  return [...estate.targets.values()].sort(byName).map(({ name, value: { account, region } }) => {
    const grants = sound.filter(({ target }) => target.id === name);
    const resources = grants
      .flatMap(previewResources)
      .map((resource) => [addressOf(resource), resource] as const);
    const state = { kind: 'local', path: `preview.${name}.tfstate` } as const;
    return {
      target: name,
      settings: { account, region, state, preview: true },
      resources: [...new Map(resources).values()],
    };
  });
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

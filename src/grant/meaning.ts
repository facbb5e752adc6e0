/**
 * The meaning of a grant: all that changes access, with every name looked up. It is what people
 * approve and what a warrant freezes. Reason, incident, approvers and times are left out: they
 * explain, or are approved beside it.
 */
import { canonical, sha256 } from './canonical.ts';
import type { Access, Grant } from './grant.ts';
import type { Json } from './resources.ts';

/** Plain JSON without undefined members; the same for every spelling of the same access. */
export function meaningOf(grant: Grant): Json {
  return {
    v: 'breakglass/meaning/1',
    grant: grant.id,
    playbook: grant.playbook.value.id,
    person: { id: grant.person.id, identity: { ...grant.person.identity } },
    target: { id: grant.target.id, account: grant.target.account, region: grant.target.region },
    access: grant.access.map(accessOf).sort(byText),
    from: { cidrs: [...grant.from.cidrs].sort(), endpoints: [...grant.from.endpoints].sort() },
    mfa: { ...grant.mfa },
  };
}

/** `sha256:<hex>` of the canonical text. */
export function meaningDigest(meaning: Json): `sha256:${string}` {
  return sha256(canonical(meaning));
}

function accessOf(access: Access): Json {
  if (access.kind === 'database') return { ...access, roles: [...access.roles].sort() };
  return {
    ...access,
    index: access.index ?? null,
    attributes: access.attributes === undefined ? null : [...access.attributes].sort(),
    actions: [...access.actions].sort(),
    partitionKeys: [...access.partitionKeys].sort(),
    keyAttributes: [...access.keyAttributes].sort(),
  };
}

/** Entries are independent of each other: their order opens nothing. */
function byText(a: Json, b: Json): number {
  return canonical(a) < canonical(b) ? -1 : 1;
}

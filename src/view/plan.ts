/** The offline plan for people: who, what, from where, how long, and what would be created. */
import type { Access, Grant } from '../grant/grant.ts';
import type { Instant } from '../grant/lifetime.ts';
import { previewResources } from '../grant/preview.ts';
import type { Estate } from '../grant/resolve/estate.ts';
import { addressOf } from '../grant/resources.ts';
import { approverPool } from '../grant/rules/approver-pool.ts';
import { approveLines } from './approve.ts';
import { safe } from './safe.ts';
import { timeFor } from './times.ts';
import type { Colours } from './view.ts';
import { plural } from './words.ts';
import { hang } from './wrap.ts';

/** Without `width` nothing is broken into lines: what is piped is for programs such as `grep`. */
type Style = {
  readonly now: Instant;
  readonly estate: Estate;
  readonly colours: Colours;
  readonly width: number | undefined;
};

export function renderPlan(grants: readonly Grant[], style: Style): string {
  if (grants.length === 0) return 'no grant is waiting to be opened';
  return grants.map((grant) => renderGrant(grant, style)).join('\n\n');
}

function renderGrant(grant: Grant, { now, estate, colours: { bold, green, yellow }, width }: Style): string {
  const resources = previewResources(grant);
  const { person, target, from, playbook } = grant;
  const line = (label: string, text: string) =>
    hang(`  ${label.padEnd(15)}`, safe(text), width ?? Number.POSITIVE_INFINITY);
  const lines = [
    bold(safe(grant.id)),
    ...(now >= grant.notAfter ? [`  ${yellow('past')}: it is never opened any more; make a new grant`] : []),
    ...line('who', `${person.name} (${person.id})`),
    ...grant.access.flatMap((access) => line('access', accessText(access))),
    ...line('target', `${target.id}: account ${target.account}, ${target.region}`),
    ...line('from', `${from.id}: ${[...from.cidrs, ...from.endpoints].join(', ')}`),
    ...line('window', windowText(grant, now)),
    ...line('second factor', mfaText(grant)),
    ...line('approve', approveLines(approverPool(person.id, playbook.value, estate), estate).join(' ')),
    ...line('why', `${grant.incident}: ${grant.reason}`),
    ...line('would create', plural(resources.length, 'resource')),
    ...resources.map((resource) => `    ${green('+')} ${addressOf(resource)}`),
  ];
  return lines.join('\n');
}

function windowText({ minutes, notAfter, person }: Grant, now: Instant): string {
  return `${minutes} min from activation, never past ${timeFor(notAfter, now, person.timeZone)}`;
}

function mfaText({ mfa }: Grant): string {
  return mfa.kind === 'aws'
    ? `proven by AWS, at most ${mfa.withinMinutes} min old`
    : 'the identity provider; AWS cannot see it';
}

function accessText(access: Access): string {
  if (access.kind === 'database') return `${access.level.toUpperCase()} ${access.database}: ${access.says}`;
  const where = access.index === undefined ? access.table : `${access.table}, index ${access.index}`;
  const columns =
    access.attributes === undefined ? 'all attributes' : `attributes ${access.attributes.join(', ')}`;
  return `${access.actions.join(', ')} on ${where}: items ${access.partitionKeys.join(', ')}; ${columns}`;
}

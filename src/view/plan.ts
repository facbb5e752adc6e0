/** The offline plan for people: who, what, from where, how long, and what would be created. */
import type { Access, Grant } from '../grant/grant.ts';
import type { Instant } from '../grant/lifetime.ts';
import { previewResources } from '../grant/preview.ts';
import { addressOf } from '../grant/resources.ts';
import { safe } from './safe.ts';
import { timeFor } from './times.ts';
import type { Colours } from './view.ts';
import { plural } from './words.ts';

export function renderPlan(
  grants: readonly Grant[],
  { now, colours }: { readonly now: Instant; readonly colours: Colours },
): string {
  if (grants.length === 0) return 'no grant is waiting to be opened';
  return grants.map((grant) => renderGrant(grant, now, colours)).join('\n\n');
}

function renderGrant(grant: Grant, now: Instant, { bold, green }: Colours): string {
  const resources = previewResources(grant);
  const lines = [
    bold(grant.id),
    line('who', `${grant.person.name} (${grant.person.id})`),
    ...grant.access.map((access) => line('access', accessText(access))),
    line('target', `${grant.target.id}: account ${grant.target.account}, ${grant.target.region}`),
    line('from', [...grant.from.cidrs, ...grant.from.endpoints].join(', ')),
    line(
      'window',
      `${grant.minutes} min from activation, never past ${timeFor(grant.notAfter, now, grant.person.timeZone)}`,
    ),
    line(
      'second factor',
      grant.mfa.kind === 'aws'
        ? `proven by AWS, at most ${grant.mfa.withinMinutes} min old`
        : 'the identity provider; AWS cannot see it',
    ),
    line('why', `${grant.incident}: ${grant.reason}`),
    line('would create', plural(resources.length, 'resource')),
    ...resources.map((resource) => `    ${green('+')} ${addressOf(resource)}`),
  ];
  return lines.join('\n');
}

function accessText(access: Access): string {
  if (access.kind === 'database') return `${access.level.toUpperCase()} ${access.database}: ${access.says}`;
  const where = access.index === undefined ? access.table : `${access.table}, index ${access.index}`;
  const columns =
    access.attributes === undefined ? 'all attributes' : `attributes ${access.attributes.join(', ')}`;
  return `${access.actions.join(', ')} on ${where}: items ${access.partitionKeys.join(', ')}; ${columns}`;
}

function line(label: string, text: string): string {
  return `  ${label.padEnd(14)}${safe(text)}`;
}

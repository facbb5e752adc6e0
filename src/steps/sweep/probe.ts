/**
 * Is it still open? Asks every layer of one grant, in answers given after the cut and the removal.
 * Silence counts as open: a layer is proven closed only by an answer that says so.
 */
import { addressOf, type Resource } from '../../grant/resources.ts';
import type { Listing } from '../../ports.ts';
import { isDenied, type Over } from './decide.ts';
import { idOf, idOfWanted, isOpening } from './presence.ts';
import type { Standing } from './standing.ts';

export type LayerKind = 'role' | 'opening' | 'schedule';

export type Answer = {
  readonly layer: LayerKind;
  readonly name: string;
  /** Terraform's address of an opening or a schedule. */
  readonly address?: string;
  readonly proven: boolean;
  /** What AWS answered, in words. */
  readonly says: string;
  /** Not this grant's to close: a live grant needs it as well. */
  readonly left?: true;
};

/** One answer per layer of the grant; openings that a live grant needs are that grant's. */
export function probe(over: Over, standing: Standing, needed: ReadonlySet<string>): Answer[] {
  const resources = over.warrant?.resources ?? [];
  return [
    roleAnswer(over.grant, standing),
    ...resources.filter(isOpening).map((resource) => openingAnswer(resource, standing, needed)),
    ...resources.filter(isSchedule).map((resource) => scheduleAnswer(resource, standing)),
  ];
}

function roleAnswer(grant: string, { roles }: Standing): Answer {
  const role = roles.items.find(({ name }) => name === grant);
  const answer = { layer: 'role', name: grant } as const;
  if (role && isDenied(role)) {
    return {
      ...answer,
      proven: true,
      says: 'denied: AWSDenyAll read back as boundary and as attached policy',
    };
  }
  if (role) return { ...answer, proven: false, says: 'stands and is not denied' };
  return { ...answer, ...absent(roles, unknownName) };
}

function openingAnswer(resource: Resource, { openings }: Standing, needed: ReadonlySet<string>): Answer {
  const id = idOfWanted(resource);
  const { values } = resource;
  const range = String(values['cidr_ipv4'] ?? values['cidr_ipv6']);
  const answer = {
    layer: 'opening',
    name: `${values['security_group_id']} ${range} port ${values['from_port']}`,
    address: addressOf(resource),
  } as const;
  if (needed.has(id))
    return { ...answer, proven: true, left: true, says: 'left to a live grant that needs it as well' };
  if (openings.items.some((opening) => idOf(opening) === id))
    return { ...answer, proven: false, says: 'stands' };
  return { ...answer, ...absent(openings, 'absent from a complete listing') };
}

function scheduleAnswer(resource: Resource, { schedules }: Standing): Answer {
  const name = String(resource.values['name']);
  const answer = { layer: 'schedule', name, address: addressOf(resource) } as const;
  const stands = schedules.items.some((schedule) => schedule.name === name);
  return stands
    ? { ...answer, proven: false, says: 'stands' }
    : { ...answer, ...absent(schedules, unknownName) };
}

const unknownName = 'absent: AWS knows none of that name';

function absent(listing: Listing<unknown>, says: string): Pick<Answer, 'proven' | 'says'> {
  if (listing.complete) return { proven: true, says };
  return { proven: false, says: `no answer: ${listing.reason}` };
}

function isSchedule({ type }: Resource): boolean {
  return type === 'aws_scheduler_schedule';
}

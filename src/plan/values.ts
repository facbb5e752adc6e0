/**
 * Compares what a plan would create with what is wanted, attribute by attribute. Documents are
 * compared by content, because Terraform and AWS write them in their own ways.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Json, Resource, ResourceType } from '../grant/resources.ts';
import type { Change } from './changes.ts';
import { isEmpty, isMembers, type Members } from './shape.ts';

/** Attributes that AWS alone decides: unknown before a creation, whatever they are afterwards. */
const computed: Record<ResourceType, readonly string[]> = {
  aws_iam_role: ['arn', 'create_date', 'id', 'unique_id', 'name_prefix'],
  aws_iam_role_policy: ['id', 'name_prefix'],
  aws_vpc_security_group_ingress_rule: ['arn', 'id', 'security_group_rule_id'],
  aws_scheduler_schedule: ['arn', 'id', 'name_prefix'],
};

/** Unknown before a creation. Afterwards they would show what somebody added, so they are not free then. */
const listed: Partial<Record<ResourceType, readonly string[]>> = {
  aws_iam_role: ['inline_policy', 'managed_policy_arns'],
};

/**
 * Names of attributes whose planned value is not the wanted one; `target.arn` inside a block. The
 * list of inline policies has its own check.
 */
export function differences(wanted: Resource, change: Change): string[] {
  const names = new Set([...Object.keys(wanted.values), ...Object.keys(change.after)]);
  const different = [...names].flatMap((name) => {
    const [want, have] = [wanted.values[name], change.after[name]];
    if (want !== undefined) return differing(name, want, have);
    return mayBe(name, have, wanted) ? [] : [name];
  });
  return [...different, ...openUnknowns(wanted, change)].sort();
}

/** May an attribute that our values do not name be so? */
function mayBe(name: string, have: Json | undefined, { type, values }: Resource): boolean {
  if (isEmpty(have) || computed[type].includes(name) || name === 'inline_policy') return true;
  if (name === 'tags_all') return isDeepStrictEqual(have, values['tags']);
  return false;
}

/** What is left open although it is not AWS's to decide, or was decided long ago. */
function openUnknowns({ type }: Resource, { before, unknown }: Change): string[] {
  const free = isEmpty(before) ? [...computed[type], ...(listed[type] ?? [])] : [];
  return Object.entries(unknown).flatMap(([name, value]) =>
    holdsTrue(value) && !free.includes(name) ? [`${name} (not known yet)`] : [],
  );
}

function holdsTrue(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return value === true;
  return Object.values(value).some(holdsTrue);
}

function differing(name: string, want: Json, have: Json | undefined): string[] {
  if (isDeepStrictEqual(want, have)) return [];
  if (!isMembers(want)) return [name];
  if (typeof have === 'string') return sameDocument(want, have) ? [] : [name];
  return blockDifferences(name, want, have);
}

/** The text of a document against its content. What is no text is no document. */
export function sameDocument(want: Json | undefined, have: Json | undefined): boolean {
  try {
    return isDeepStrictEqual(want, JSON.parse(String(have)));
  } catch {
    return false;
  }
}

/** A nested block: one object in our values, a list of one in Terraform's; what we leave out must be empty there. */
function blockDifferences(name: string, want: Members, have: Json | undefined): string[] {
  const [block, ...more] = Array.isArray(have) ? have : [];
  if (!isMembers(block) || more.length > 0) return [name];
  const names = new Set([...Object.keys(want), ...Object.keys(block)]);
  return [...names].flatMap((inner) => {
    const value = want[inner];
    if (value !== undefined) return differing(`${name}.${inner}`, value, block[inner]);
    return isUnset(block[inner]) ? [] : [`${name}.${inner}`];
  });
}

/** The provider writes 0 for a number that is not set. */
function isUnset(value: Json | undefined): boolean {
  return value === 0 || isEmpty(value);
}

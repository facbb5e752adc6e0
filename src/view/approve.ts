/** Who can approve a grant, for people and for programs; `plan` and `explain` say it in the same words. */
import type { ApproverPool } from '../grant/rules/approver-pool.ts';

type People = { readonly people: ReadonlyMap<string, { readonly value: { readonly name: string } }> };

export function approveLines({ required, may, oneOf }: ApproverPool, { people }: People): string[] {
  const called = (ids: readonly string[]) => ids.map((id) => people.get(id)?.value.name ?? id).join(', ');
  const all = may.length === required ? `All of these ${required}` : `${required} of these ${may.length}`;
  const special = oneOf === undefined ? [] : [`At least one of ${oneOf.list}: ${called(oneOf.may)}.`];
  return [`${all}: ${called(may)}.`, ...special];
}

export function poolObject({ required, may, oneOf }: ApproverPool): object {
  return { required, may, oneOf: oneOf ?? null };
}

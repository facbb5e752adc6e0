/** Who could approve a grant: nobody approves their own. */
import type { PlaybookFile } from '../files.generated.ts';
import type { Estate } from '../resolve/estate.ts';
import { membersOf } from '../resolve/members.ts';

export type ApproverPool = {
  readonly required: number;
  /** Ids, sorted; without the person who asks. */
  readonly may: readonly string[];
  /** At least one of these must be among those who approve; undefined where the playbook does not say. */
  readonly oneOf: { readonly list: string; readonly may: readonly string[] } | undefined;
};

export function approverPool(
  person: string,
  { approvals }: Pick<PlaybookFile, 'approvals'>,
  estate: Estate,
): ApproverPool {
  const may = [...membersOf(estate, approvals.from)].filter((id) => id !== person).sort();
  const { required, atLeastOneFrom: list } = approvals;
  if (list === undefined) return { required, may, oneOf: undefined };
  const special = membersOf(estate, [list]);
  return { required, may, oneOf: { list, may: may.filter((id) => special.has(id)) } };
}

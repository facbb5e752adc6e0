/** Who could approve a grant: nobody approves their own. */
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { PlaybookFile } from '../files.generated.ts';
import type { Estate } from '../resolve/estate.ts';
import { membersOf } from '../resolve/members.ts';
import type { WrittenFile } from '../written.ts';

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

/** A playbook under which nobody could be approved by enough others, whoever asks: it is for no one, or for one person alone. */
export function nobodyToApprove({ value, place }: WrittenFile<PlaybookFile>, estate: Estate): Problem[] {
  const pools = [...membersOf(estate, value.eligible)].map((person) => approverPool(person, value, estate));
  const enough = pools.some(({ required, may, oneOf }) => may.length >= required && oneOf?.may.length !== 0);
  if (enough) return [];
  const { required, from } = value.approvals;
  return [
    errorAt(place(['approvals', 'from']), {
      code: 'BG0320',
      message: 'whoever asks under this playbook, too few others can approve',
      label: `${required} needed`,
      hint: `add people to ${from.join(', ')}; nobody approves their own access`,
    }),
  ];
}

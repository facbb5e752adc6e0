/** What is told of one grant: from its warrant where there is one, else from its file. Pure. */
import { standOf } from '../archive/grants.ts';
import type { Warrant } from '../archive/records.ts';
import type { Checked } from '../grant/check.ts';
import { aroundOf, levelsIn } from '../grant/explain/around.ts';
import { part, text } from '../grant/explain/loose.ts';
import { understand } from '../grant/explain/understand.ts';
import { unusualOf } from '../grant/explain/unusual.ts';
import type { Grant } from '../grant/grant.ts';
import { at, clampEnd, earliest, type Instant, isOver } from '../grant/lifetime.ts';
import { previewResources } from '../grant/preview.ts';
import { isPast } from '../grant/rules/opening.ts';
import type { Result } from '../problem/problem.ts';
import type { Explained } from '../view/explain.ts';
import type { OnRecord } from './records-of.ts';

type Subject = {
  readonly id: string;
  readonly record: OnRecord;
  readonly checked: Checked;
  readonly now: Instant;
};

/** Undefined where there is neither a sound file nor a warrant; not ok where a document is not understood. */
export function told({ id, record, checked, now }: Subject): Result<Explained> | undefined {
  const warrant = warrantOf(record);
  const grant = checked.sound.find((one) => one.id === id);
  if (warrant === undefined && grant === undefined) return undefined;
  const given = understand(warrant?.resources ?? (grant ? previewResources(grant) : []));
  if (!given.ok) return given;
  const { estate, written } = checked;
  const file = written.grants.find(({ value }) => value.id === id);
  const levels = warrant
    ? levelsIn(warrant.meaning)
    : (grant?.access ?? []).filter((one) => one.kind === 'database');
  const playbook = warrant ? text(part(warrant.meaning, 'playbook')) : (grant?.playbook.value.id ?? '');
  const around = aroundOf(given.value, { estate, levels, playbook });
  const history = {
    grants: written.grants.map(({ value }) => value),
    complete: !estate.incomplete.has('Grant'),
  };
  const own = warrant === undefined || file?.digest === warrant.file ? file?.value : undefined;
  return {
    ok: true,
    value: {
      given: given.value,
      around,
      now,
      ...stateOf({ grant, warrant, record, now }),
      ...unusualOf(given.value, around, history),
      asked: own && { incident: own.incident, reason: own.reason.trim() },
      notes: record.notes,
    },
  };
}

/** The one that counts, or counted; none where nothing came of any. */
function warrantOf({ warrants, endings }: OnRecord): Warrant | undefined {
  return ['open', 'taken'].includes(standOf(warrants, endings)) ? warrants.at(-1) : undefined;
}

function stateOf({
  grant,
  warrant,
  record,
  now,
}: Pick<Subject, 'record' | 'now'> & {
  readonly grant: Grant | undefined;
  readonly warrant: Warrant | undefined;
}): Pick<Explained, 'state' | 'ended'> {
  if (warrant === undefined)
    return { state: grant && isPast(grant, now) ? 'past' : 'asked', ended: undefined };
  const [ending] = record.endings.filter(({ kind }) => kind !== 'abandoned');
  const end = clampEnd(at(warrant.activation), at(warrant.end));
  if (ending === undefined) return { state: isOver(end, now) ? 'over' : 'live', ended: undefined };
  return { state: 'over', ended: { at: earliest(end, at(ending.at)), why: ending.why } };
}

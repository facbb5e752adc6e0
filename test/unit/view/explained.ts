/** Explanations of the examples, as they wait, live and end in the fake world; and of names that lie. */
import { told } from '../../../src/commands/told.ts';
import { checkFiles } from '../../../src/grant/check.ts';
import { at, type Instant } from '../../../src/grant/lifetime.ts';
import { readGrantsById } from '../../../src/steps/archive/read-records.ts';
import { type Explained, explanationOf } from '../../../src/view/explain.ts';
import { exampleFiles } from '../../world/example.ts';
import { scene } from '../../world/scene.ts';
import { checked, hostile, style } from './samples.ts';

const nothing = { warrants: [], endings: [], notes: [] };

export function waiting(id: string, now: Instant = style.now) {
  return explanationOf(sure(told({ id, record: nothing, checked, now })));
}

/** Opened at 03:10, looked at `time`; swept then when `ended`. */
export async function opened(id: string, time: string, ended = false) {
  const world = await scene([id]);
  await world.apply();
  world.clock.set(time);
  if (ended) await world.sweep();
  const home = { store: world.store, genesis: { log: 'f'.repeat(32), target: 'prod-eu' } };
  const { grants } = await readGrantsById(home, [id]);
  const record = { ...(grants.get(id) ?? nothing), notes: [] };
  return explanationOf(sure(told({ id, record, checked: checkFiles(exampleFiles([id])), now: at(time) })));
}

/** Everything that others may write says more than it should. */
export function lying(id: string) {
  const one = sure(told({ id, record: nothing, checked, now: style.now }));
  const { around } = one;
  return explanationOf({
    ...one,
    asked: {
      incident: hostile,
      reason: `${hostile} [a](https://evil.example) @quillmark/all <img src=x> www.evil.example`,
    },
    unusual: [hostile],
    notes: [hostile],
    around: {
      ...around,
      person: { name: hostile },
      network: { id: hostile, says: hostile },
      logins: around.logins.map((login) => ({
        ...login,
        access: login.access && { ...login.access, says: hostile, database: hostile },
      })),
      tables: around.tables.map((table) => ({ ...table, name: hostile, contains: [hostile] })),
    },
  });
}

function sure(read: ReturnType<typeof told>): Explained {
  if (!read?.ok) throw new Error(JSON.stringify(read?.problems));
  return read.value;
}

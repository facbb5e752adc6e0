/** What a record of a grant says, in words: the why of an ending and what was seen, the window of a warrant. */
import { parseKey } from '../archive/keys.ts';
import type { Ending, Warrant } from '../archive/records.ts';
import { readRecord } from '../archive/schemas.ts';
import { parseInstant } from '../grant/lifetime.ts';
import type { Json } from '../grant/resources.ts';
import type { Receipt } from '../steps/sweep/receipt.ts';
import { safe } from './safe.ts';
import { renderReceipt } from './sweep.ts';
import { plural } from './words.ts';

/** The record under a key; undefined for what is neither warrant nor ending. */
export function recordIn(key: string, bytes: Uint8Array | undefined): Warrant | Ending | undefined {
  const kind = parseKey(key)?.kind;
  if (bytes === undefined || (kind !== 'warrant' && kind !== 'ending')) return undefined;
  const read = readRecord<'warrant' | 'ending'>(kind, bytes);
  return read.ok ? read.value : undefined;
}

export function recordLines(record: Warrant | Ending): string[] {
  if (record.v === 'breakglass/ending/1') return [`    why: ${safe(record.why)}`, ...evidenceLines(record)];
  const { activation, end, resources, logins, commit } = record;
  const names = logins.map(({ database, login }) => `, login ${login} on ${database}`).join('');
  return [
    `    live from ${activation} to ${end}`,
    safe(`    ${plural(resources.length, 'resource')}${names}, commit ${commit.slice(0, 12)}`),
  ];
}

function evidenceLines({ evidence }: Ending): string[] {
  if (isReceipt(evidence)) {
    const proven = parseInstant(evidence.provenAt);
    if (proven !== undefined) return renderReceipt(evidence, proven).split('\n');
  }
  if (!isObject(evidence)) return evidence === null ? [] : [`    ${inWords(evidence)}`];
  return Object.entries(evidence).flatMap(([name, value]) =>
    inWords(value) === '' ? [] : [`    ${safe(name)}: ${inWords(value)}`],
  );
}

function inWords(value: Json): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map(inWords).join(', ');
  return safe(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Evidence has no schema: what another version wrote is shown as it is. */
function isReceipt(evidence: Json): evidence is Json & Pick<Receipt, 'layers' | 'provenAt'> {
  if (!isObject(evidence) || typeof evidence['provenAt'] !== 'string') return false;
  const { layers } = evidence;
  return Array.isArray(layers) && layers.every(isLayer);
}

function isLayer(layer: Json): boolean {
  if (!isObject(layer) || !['layer', 'name', 'says'].every((name) => typeof layer[name] === 'string'))
    return false;
  const { ended = null } = layer;
  if (ended === null) return true;
  if (!isObject(ended) || typeof ended['by'] !== 'string' || typeof ended['lateMs'] !== 'number')
    return false;
  return typeof ended['at'] === 'string' && parseInstant(ended['at']) !== undefined;
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

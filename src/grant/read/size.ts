/** Too long, too short, too many, too few. */
import type { ErrorObject } from 'ajv/dist/2020.js';
import { exampleOf } from './example.ts';
import type { Fault } from './finding.ts';
import type { WrongValue } from './values.ts';

export function sizeFault(error: ErrorObject, { value, field, schema, kind }: WrongValue): Fault {
  const limit = Number(error.params['limit']);
  const { size, unit } = measure(error, value);
  const low = error.keyword.startsWith('min');
  if (low && size === 0 && unit !== '') {
    return {
      code: 'BG0125',
      message: `\`${field}\` is empty`,
      label: 'nothing in it',
      hint: `write it like ${exampleOf(field, schema, kind)}`,
    };
  }
  const bound = `${low ? 'at least' : 'at most'} ${limit}`;
  return {
    code: 'BG0128',
    message: `\`${field}\` ${unit === '' ? `is ${size}` : `has ${size} ${unit}`}, the limit is ${limit}`,
    label: low ? `under the limit by ${limit - size}` : `over the limit by ${size - limit}`,
    hint: unit === '' ? `write ${bound}` : `${bound} ${unit}`,
  };
}

/** The schema counts characters as people do, not UTF-16 units. */
function measure({ keyword }: ErrorObject, value: unknown): { size: number; unit: string } {
  if (typeof value === 'string') return { size: [...value].length, unit: 'characters' };
  if (Array.isArray(value)) return { size: value.length, unit: 'entries' };
  if (keyword.endsWith('Properties') && typeof value === 'object' && value !== null) {
    return { size: Object.keys(value).length, unit: 'entries' };
  }
  return { size: Number(value), unit: '' };
}

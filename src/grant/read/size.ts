/** Too long, too short, too many, too few. */
import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Fault } from './finding.ts';
import type { WrongValue } from './values.ts';

export function sizeFault(error: ErrorObject, { value, field }: WrongValue): Fault {
  const limit = Number(error.params['limit']);
  const [size, unit] = measure(error, value);
  const low = error.keyword.startsWith('min');
  if (low && size === 0) {
    return {
      code: 'BG0125',
      message: `\`${field}\` is empty`,
      label: 'nothing in it',
      hint: `at least ${limit} ${unit}`,
    };
  }
  const is = unit === '' ? `\`${field}\` is ${size}` : `\`${field}\` has ${size} ${unit}`;
  return {
    code: 'BG0128',
    message: `${is}, ${low ? 'at least' : 'at most'} ${limit} ${low ? 'are needed' : 'are allowed'}`,
    label: low ? `under the limit by ${limit - size}` : `over the limit by ${size - limit}`,
    hint: low ? 'say more' : 'make it less',
  };
}

/** The schema counts characters as people do, not UTF-16 units. */
function measure({ keyword }: ErrorObject, value: unknown): [size: number, unit: string] {
  if (typeof value === 'string') return [[...value].length, 'characters'];
  if (Array.isArray(value)) return [value.length, 'entries'];
  if (keyword.endsWith('Properties') && typeof value === 'object' && value !== null) {
    return [Object.keys(value).length, 'entries'];
  }
  return [Number(value), ''];
}

/** Instants: UTC, with seconds and `Z`. Every other way of writing gets the sentence that it needs. */
import { formatInstant, type Instant, parseInstant } from '../../lifetime.ts';
import { type Fault, quote } from '../finding.ts';

const loose =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(Z|z|[+-]\d{2}:?\d{2})?$/;

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

export function instant(text: string): Fault | undefined {
  if (/^[-\d]{10}T[:\d]{8}Z$/.test(text) && parseInstant(text) !== undefined) return undefined;
  const match = loose.exec(text);
  if (!match) return malformed(text, 'not of the form `2026-11-22T04:40:00Z`', wanted);
  const [, year = '', month = '', day = '', hour, minute = '', second = '00', zone] = match;
  const time = hour === undefined ? undefined : `${hour}:${minute}:${second}`;
  const missing = dateFault({ year, month, day, time: time ?? '00:00:00' });
  if (missing) return missing;
  if (time === undefined)
    return malformed(
      text,
      'the time of day is missing',
      `write it like \`${year}-${month}-${day}T04:40:00Z\``,
    );
  const utc = `${year}-${month}-${day}T${time}Z`;
  if (parseInstant(utc) === undefined) {
    return malformed(text, 'no such time of day', 'hours are 00 to 23, minutes and seconds 00 to 59');
  }
  return zoneFault({ text, utc, zone });
}

const wanted = 'write UTC with seconds and `Z`, like `2026-11-22T04:40:00Z`';

function malformed(text: string, label: string, hint: string): Fault {
  return { code: 'BG0133', message: `${quote(text)} is not an instant`, label, hint };
}

type Parts = { year: string; month: string; day: string; time: string };

/** The date must exist; a program that rolls over would move the wall without a word. */
function dateFault({ year, month, day, time }: Parts): Fault | undefined {
  if (parseInstant(`${year}-${month}-${day}T00:00:00Z`) !== undefined) return undefined;
  const name = months[Number(month) - 1];
  if (name === undefined || day === '00') {
    return {
      code: 'BG0134',
      message: `there is no date ${year}-${month}-${day}`,
      label: 'no such date',
      hint: wanted,
    };
  }
  const next = Date.UTC(Number(year), Number(month), 1) as Instant;
  const last = new Date(next - 1).getUTCDate();
  return {
    code: 'BG0134',
    message: `${name} ${name === 'February' ? `${year} ` : ''}has ${last} days`,
    label: 'no such date',
    hint: `did you mean \`${formatInstant(next).slice(0, 10)}T${time}Z\`?`,
  };
}

function zoneFault({ text, utc, zone }: { text: string; utc: string; zone: string | undefined }): Fault {
  if (zone === undefined) {
    return {
      code: 'BG0133',
      message: 'the time has no zone',
      label: 'is this UTC or local time?',
      hint: `\`${utc}\` if it is UTC; else add its offset, like \`+01:00\`, and the next run says it in UTC`,
    };
  }
  if (/^z$/i.test(zone))
    return malformed(text, 'wanted: seconds, `T` and `Z` in capitals, no fractions', `write \`${utc}\``);
  const [, sign = '+', hours = '0', rest = '0'] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  const offset = (Number(hours) * 60 + Number(rest)) * 60_000 * (sign === '-' ? -1 : 1);
  const same = formatInstant((Date.parse(utc) - offset) as Instant);
  return malformed(text, 'not UTC', `\`${same}\` is the same instant`);
}

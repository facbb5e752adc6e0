/** Durations: whole minutes, or whole days. Other ways of writing are understood, but only for the hint. */
import { type Fault, quote } from '../finding.ts';

const dayMinutes = 24 * 60;

export function minutes(text: string): Fault | undefined {
  if (/^[1-9]\d{0,3}m$/.test(text)) return undefined;
  const meant = minutesMeant(text);
  const whole = meant !== undefined && Number.isInteger(meant) && meant >= 1 && meant <= 9999;
  const written = whole ? `${meant}m` : undefined;
  return fault(text, {
    unit: 'minutes',
    written,
    fallback: '60m',
    why: 'so that nobody confuses PT1M with P1M',
  });
}

export function days(text: string): Fault | undefined {
  if (/^[1-9]\d{0,3}d$/.test(text)) return undefined;
  const meant = minutesMeant(text);
  const whole = meant !== undefined && meant > 0 && meant % dayMinutes === 0;
  const written = whole && meant <= 9999 * dayMinutes ? `${meant / dayMinutes}d` : undefined;
  return fault(text, { unit: 'days', written, fallback: '3d', why: 'so that all of them read alike' });
}

type Words = { unit: string; written: string | undefined; fallback: string; why: string };

function fault(text: string, { unit, written, fallback, why }: Words): Fault {
  return {
    code: 'BG0132',
    message: `${quote(text)} is not a duration in ${unit}`,
    label: labels.find(([form]) => form.test(text))?.[1] ?? `not of the form \`${fallback}\``,
    hint: `write \`${written ?? fallback}\` (whole ${unit}, ${why})`,
  };
}

const labels = [
  [/^\d+$/, 'the unit is missing'],
  [/^-/, 'below zero'],
  [/^0+[md]$/, 'no time at all'],
  [/^\d{5,}[md]$/, 'over the limit of 9999'],
] as const;

const iso = /^P(?:(\d{1,4})D)?(?:T(?:(\d{1,4}(?:\.\d+)?)H)?(?:(\d{1,5})M)?)?$/i;
const words =
  /^(?:(\d{1,4})\s*d(?:ays?)?)?\s*(?:(\d{1,4}(?:\.\d+)?)\s*h(?:ours?|rs?)?)?\s*(?:(\d{1,5})\s*m(?:in(?:ute)?s?)?)?$/i;

/** Minutes of `PT1H`, `1 hour`, `1.5h`, `1h30m`, `2d`; undefined when nothing can be made of the text. */
function minutesMeant(text: string): number | undefined {
  const match = iso.exec(text) ?? words.exec(text);
  if (!match?.[0]) return undefined;
  const [, dayCount = 0, hours = 0, rest = 0] = match.map((part) => Number(part ?? 0));
  return dayCount * dayMinutes + hours * 60 + rest;
}

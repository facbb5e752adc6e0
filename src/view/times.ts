/** Times as people read them: `04:06 UTC (05:06 Berlin, in 57 min)`. */
import { formatInstant, type Instant, minute, second } from '../grant/lifetime.ts';

/** With the day when it is another than now's, and the reader's zone when it is known. */
export function timeFor(instant: Instant, now: Instant, timeZone?: string): string {
  const there = timeZone === undefined ? undefined : localTime(instant, timeZone);
  const beside = [...(there === undefined ? [] : [there]), distance(instant - now)].join(', ');
  return `${dayOf(instant, now)}${formatInstant(instant).slice(11, 16)} UTC (${beside})`;
}

/** `14:03:07 UTC`, for what has happened; with the day when it is another than now's. */
export function momentFor(instant: Instant, now: Instant): string {
  return `${dayOf(instant, now)}${formatInstant(instant).slice(11, 19)} UTC`;
}

/**
 * `in 57 min`, `3 h 12 min ago`, `in 40 s`, `now`. Rounded down: nobody is promised a minute that
 * is not there.
 */
export function distance(milliseconds: number): string {
  if (Math.abs(milliseconds) < second) return 'now';
  return milliseconds < 0 ? `${span(milliseconds)} ago` : `in ${span(milliseconds)}`;
}

/** `40 s`, `57 min`, `3 h 12 min`, `2 d 3 h`; rounded down, without a sign. */
export function span(milliseconds: number): string {
  const seconds = Math.floor(Math.abs(milliseconds) / second);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return two(`${hours} h`, minutes % 60, 'min');
  return two(`${Math.floor(hours / 24)} d`, hours % 24, 'h');
}

/** `1.2 s` for what is measured to the millisecond; from a minute on as `span` says it. */
export function lateness(milliseconds: number): string {
  return milliseconds < minute ? `${(milliseconds / second).toFixed(1)} s` : span(milliseconds);
}

function two(large: string, count: number, unit: string): string {
  return count === 0 ? large : `${large} ${count} ${unit}`;
}

function dayOf(instant: Instant, now: Instant): string {
  const day = formatInstant(instant).slice(0, 10);
  return day === formatInstant(now).slice(0, 10) ? '' : `${day} `;
}

/** `05:06 Berlin`, with its day where that is not the day of UTC; undefined for a zone that this machine does not know. */
function localTime(instant: Instant, timeZone: string): string | undefined {
  if (/^(?:Etc\/)?(?:UTC|GMT)$/.test(timeZone)) return undefined;
  try {
    // The Swedish form of a date is that of ISO 8601.
    const text = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      dateStyle: 'short',
      timeStyle: 'short',
    }).format(instant);
    const [day = '', time = ''] = text.split(' ');
    const city = timeZone.split('/').at(-1)?.replaceAll('_', ' ');
    return `${day === formatInstant(instant).slice(0, 10) ? '' : `${day} `}${time} ${city}`;
  } catch {
    return undefined;
  }
}

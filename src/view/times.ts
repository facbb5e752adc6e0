/** Times as people read them: `04:06 UTC (05:06 Berlin, in 57 min)`. */
import { formatInstant, type Instant, minute } from '../grant/lifetime.ts';

/** With the day when it is another than now's, and the reader's zone when it is known. */
export function timeFor(instant: Instant, now: Instant, timeZone?: string): string {
  const text = formatInstant(instant);
  const day = text.slice(0, 10) === formatInstant(now).slice(0, 10) ? '' : `${text.slice(0, 10)} `;
  const there = timeZone === undefined ? undefined : localTime(instant, timeZone);
  const beside = [...(there === undefined ? [] : [there]), distance(instant - now)].join(', ');
  return `${day}${text.slice(11, 16)} UTC (${beside})`;
}

/** `in 57 min`, `3 h 12 min ago`, `now`. */
function distance(milliseconds: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / minute);
  if (minutes === 0) return 'now';
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const text = [...(hours > 0 ? [`${hours} h`] : []), ...(rest > 0 ? [`${rest} min`] : [])].join(' ');
  return milliseconds < 0 ? `${text} ago` : `in ${text}`;
}

/** `05:06 Berlin`; undefined for a zone that this machine does not know. */
function localTime(instant: Instant, timeZone: string): string | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    const city = timeZone.split('/').at(-1)?.replaceAll('_', ' ');
    return `${format.format(instant)} ${city}`;
  } catch {
    return undefined;
  }
}

/** Small forms. */
import { suggest } from '../../suggest.ts';
import { type Fault, quote } from '../finding.ts';

export function account(text: string): Fault | undefined {
  if (/^\d{12}$/.test(text)) return undefined;
  const digits = text.replace(/[- ]/g, '');
  return {
    code: 'BG0140',
    message: `${quote(text)} is not an account id`,
    label: /^\d*$/.test(digits) ? `${digits.length} digits, not 12` : 'not 12 digits',
    hint: 'write the 12 digits without hyphens, in quotes',
  };
}

/** No wildcard, and none of the signs that IAM could take for one. */
export function exact(text: string, field: string): Fault | undefined {
  if (!/[*?]/.test(text)) return undefined;
  return {
    code: 'BG0139',
    message: `wildcards are not allowed in \`${field}\``,
    label: text === '*' ? 'would match every item' : 'would match more than is listed',
    hint: 'list them one by one',
  };
}

export function line(text: string, field: string): Fault | undefined {
  if (!text.includes('\n')) return undefined;
  const trailing = text.indexOf('\n') === text.trimEnd().length;
  return {
    code: 'BG0140',
    message: `\`${field}\` has more than one line`,
    label: trailing ? 'ends with a line break' : 'several lines',
    hint: trailing ? 'write `>-` in place of `>` or `|`' : 'make it one line; `>-` folds lines into one',
  };
}

/** Whether the range is canonical and narrow enough is asked later. */
export function range(text: string): Fault | undefined {
  if (/^[0-9a-f.:]+\/\d{1,3}$/.test(text)) return undefined;
  const single = /^\d+(\.\d+){3}$/.test(text)
    ? '/32'
    : /^[0-9a-f]*:[0-9a-f:]+$/.test(text)
      ? '/128'
      : undefined;
  return {
    code: 'BG0136',
    message: `${quote(text)} is not an address range`,
    label: single === undefined ? 'not of the form `203.0.113.0/28`' : 'the prefix length is missing',
    hint:
      single === undefined
        ? 'write network and prefix length, in lower case'
        : `one address is \`${text}${single}\``,
  };
}

export function timeZone(text: string): Fault | undefined {
  if (text === 'UTC' || isZone(text)) return undefined;
  const near = suggest(text, Intl.supportedValuesOf('timeZone'));
  return {
    code: 'BG0138',
    message: `no time zone ${quote(text)}`,
    label: 'unknown time zone',
    hint: near === undefined ? 'write a region and city, like `Europe/Berlin`' : `did you mean \`${near}\`?`,
  };
}

let places: ReadonlySet<string> | undefined;

/** Abbreviations and offsets are known to the engine too, but they are not places. */
function isZone(text: string): boolean {
  if (!/^[A-Z][A-Za-z]+(\/[A-Z][A-Za-z_+-]+){1,2}$/.test(text)) return false;
  // The list has no old names, but it is there at once; a format loads tables first, at every start.
  places ??= new Set(Intl.supportedValuesOf('timeZone'));
  if (places.has(text)) return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

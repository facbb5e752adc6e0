/** Names, and references to teams and people. */
import { codePoint } from '../characters.ts';
import { type Fault, quote } from '../finding.ts';

const plain = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const rule = 'names are a-z, 0-9 and single `-` between them';

export function name(text: string, field: string): Fault | undefined {
  if (plain.test(text)) return undefined;
  const better = plainOf(text);
  const letter = foreignLetter(text);
  return {
    code: 'BG0131',
    message: `${quote(text)} is not a name`,
    label: letter ?? (field === 'name' ? 'not a name' : `not a name for \`${field}\``),
    hint: letter !== undefined || better === '' ? rule : `${rule}: \`${better}\``,
  };
}

/** A Cyrillic `а` reads like a Latin one, and is another letter. */
function foreignLetter(text: string): string | undefined {
  const letter = /[^\0-\x7F]/u.exec(text)?.[0];
  return letter === undefined ? undefined : `\`${letter}\` is ${codePoint(letter)}, none of a-z`;
}

export function grantId(text: string): Fault | undefined {
  const day = /^\d{4}-\d{2}-\d{2}-/.test(text);
  if (day && plain.test(text)) return undefined;
  return {
    code: 'BG0131',
    message: `${quote(text)} is not the id of a grant`,
    label: day ? (foreignLetter(text) ?? rule) : 'does not begin with a day',
    hint: 'write the day of the request, what and who, like `2026-11-22-orders-read-alba`',
  };
}

export function team(text: string, field: string): Fault | undefined {
  return text.startsWith('team:') && plain.test(text.slice(5)) ? undefined : reference(text, field, false);
}

/** A team, or the name of one person. */
export function who(text: string, field: string): Fault | undefined {
  return plain.test(text.replace(/^team:/, '')) ? undefined : reference(text, field, true);
}

function reference(text: string, field: string, people: boolean): Fault {
  const bare = plainOf(text.split(':').at(-1) ?? '') || 'dba';
  const noun = people ? 'a team or person' : 'a team';
  return {
    code: 'BG0135',
    message: `${quote(text)} is not ${noun}`,
    label: `\`${field}\` wants ${noun}`,
    hint: people ? `write \`team:${bare}\` for a team, \`${bare}\` for a person` : `write \`team:${bare}\``,
  };
}

function plainOf(text: string): string {
  return text
    .slice(0, 80)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

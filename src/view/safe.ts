/**
 * Text of others on its way to a terminal. A file, a plan or a log can hold sequences that move the
 * cursor, hide a line or turn the reading direction; they are shown, never sent.
 */
export const unsafe =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}]/gu;

/** The text on one line, with every character that a terminal could obey or hide as `\u{202e}`. */
export function safe(text: string): string {
  return text.replace(unsafe, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Like `safe`, but lines stay lines. */
export function safeLines(text: string): string {
  return text.split('\n').map(safe).join('\n');
}

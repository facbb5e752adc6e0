/** What no text may hold, also when an escape of YAML hides it from the eye. */
import type { Path } from '../written.ts';
import { codePoint, firstUnseen } from './characters.ts';
import { type Fault, quote } from './finding.ts';

export function textFault(text: string, path: Path): Fault | undefined {
  const field = quote(String(path.findLast((part) => typeof part === 'string') ?? 'text'));
  const template = /\$\{|%\{/.exec(text);
  if (template) {
    return {
      code: 'BG0117',
      message: `${field} holds \`${template[0]}\``,
      label: 'Terraform would replace this',
      hint: 'write it without; values are taken as they stand',
    };
  }
  const unseen = firstUnseen(text);
  if (unseen === undefined) return undefined;
  return {
    code: 'BG0107',
    message: `invisible character ${codePoint(unseen)} in ${field}`,
    label: 'written as an escape',
    hint: 'delete it; what cannot be seen cannot be reviewed',
  };
}

/**
 * The forms that a text can have. A schema names one with `x-form`; its `pattern` says the same to
 * editors. Here each explains what is wrong, and checks what no pattern can.
 */
import { type Fault, quote } from './finding.ts';
import { days, minutes } from './forms/duration.ts';
import { instant } from './forms/instant.ts';
import { grantId, name, team, who } from './forms/name.ts';
import { account, exact, line, range, timeZone } from './forms/other.ts';
import { sshKey } from './forms/ssh-key.ts';
import type { Schema } from './schema.ts';

/** What is wrong with a text, or undefined. */
type Form = (text: string, field: string) => Fault | undefined;

const forms = {
  account,
  days,
  exact,
  grantId,
  instant,
  line,
  minutes,
  name,
  range,
  sshKey,
  team,
  timeZone,
  who,
} as const satisfies Record<string, Form>;

export type FormName = keyof typeof forms;

/** Does the text have the form that its schema names? */
export function hasForm(form: FormName, text: string): boolean {
  return forms[form](text, '') === undefined;
}

type Wrong = { readonly value: unknown; readonly field: string; readonly schema: Schema };

export function explainForm({ value, field, schema }: Wrong): Fault {
  const text = String(value);
  const form = schema['x-form'];
  const fault = form && forms[form](text, field);
  const example = schema.examples?.find((each) => typeof each === 'string');
  return (
    fault ?? {
      code: 'BG0140',
      message: `${quote(text)} does not have the form of \`${field}\``,
      label: 'wrong form',
      hint: example === undefined ? `it must match ${schema.pattern}` : `write it like \`${example}\``,
    }
  );
}

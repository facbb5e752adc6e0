/** Rules for secrets that nothing gives away but the name before them: `password = "..."`. */
import type { Rule } from './patterns.ts';

/** Names that end in one of these hold a secret. `password_policy` and `secretsmanager:` do not. */
const word =
  '(?:password|passwd|pwd|secret|token|private_?key(?:_pem|_openssh)?|secret_?(?:access_?)?key|api_?key|secret_?(?:string|binary)|password_wo)';

/** Kept: what was redacted, what Terraform hides or does not know, switches, and references to blocks. */
const kept = String.raw`(?!\[redacted:|[[({<=>~]|(?:true|false|null|none)\b)`;

const name = 'named-secret';

export const namedSecrets: readonly Rule[] = [
  // password = "..." and "password": "..."; an unclosed quote ends with its line.
  named(String.raw`["']?\s{0,100}(?:=>?|:)\s{0,20}"(?<secret>(?!\[redacted:)(?:[^"\\\n]|\\.)+)`),
  named(String.raw`["']?\s{0,100}(?:=>?|:)\s{0,20}'(?<secret>(?!\[redacted:)(?:[^'\\\n]|\\.|'')+)`),
  // \"password\":\"...\", as part of another text; quotes that are escaped further belong to the value.
  named(
    String.raw`(?:\\{1,8}["'])?\s{0,100}(?:=>?|:)\s{0,20}(?<quote>\\{1,8}["'])(?<secret>(?!\[redacted:)(?:\\{2,8}["']|(?!\k<quote>)[^\n])+)`,
  ),
  // password = "old" -> "new"
  {
    name,
    pattern: /"\[redacted:named-secret\]"\s{1,20}->\s{1,20}"(?<secret>(?!\[redacted:)(?:[^"\\\n]|\\.)+)/dg,
  },
  // password = <<-EOT
  named(
    String.raw`\s{0,100}=\s{0,20}<<[-~]?(?<tag>\w{1,40})\n(?<secret>(?!\s{0,80}\[redacted:)[\s\S]{1,4000}?)\n[^\S\n]{0,80}[-+~]?[^\S\n]{0,20}\k<tag>\b`,
  ),
  // PASSWORD=..., ?token=...&
  named(String.raw`["']?\s{0,100}=\s{0,20}(?<secret>${kept}[^\s"'\\,;&)}\]]+)`),
  // password: ..., alone on its line, as in YAML. Prose such as `unexpected token: x` has words before it.
  {
    name,
    pattern: new RegExp(
      String.raw`^[^\S\n]{0,80}[-+~]?[^\S\n]{0,20}["']?[A-Za-z0-9_-]{0,64}${word}["']?:[^\S\n]{1,20}(?<secret>${kept}[^\s"'][^\s]*)[^\S\n]{0,20}$`,
      'dgim',
    ),
  },
];

/** Is the value under this key of a JSON object a secret by its name? */
export function isSecretName(key: string): boolean {
  return secretName.test(key);
}

const secretName = new RegExp(`${word}s?$`, 'i');

function named(rest: string): Rule {
  return { name, pattern: new RegExp(word + rest, 'dgi') };
}

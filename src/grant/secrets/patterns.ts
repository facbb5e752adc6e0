/**
 * The rules by which secrets are taken out of text before it is archived: what is written to an
 * archive stays there. Logs are long and partly written by others, so every expression runs in
 * linear time: no open-ended repetition in front of a word.
 */
import { namedSecrets } from './names.ts';

export type Rule = {
  /** Stands in place of the secret: `[redacted:<name>]`. */
  readonly name: string;
  /** The secret is the group `secret`, or the whole match where the rule has no such group. */
  readonly pattern: RegExp;
};

export const rules: readonly Rule[] = [
  {
    name: 'private-key',
    pattern:
      /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:(?:(?!-----)[\s\S]){0,20000}-----END [A-Z0-9 ]{1,60}-----|[A-Za-z0-9+/=\s\\]{0,20000})/dg,
  },
  parameter('aws-signature', 'X-Amz-Signature'),
  parameter('aws-security-token', 'X-Amz-Security-Token'),
  parameter('aws-credential', 'X-Amz-Credential'),
  {
    name: 'aws-signature',
    pattern: /AWS4-HMAC-SHA256 [^\n]{0,1000}?Signature=(?<secret>[0-9a-f]{64})/dg,
  },
  {
    name: 'session-token',
    pattern:
      /session_?token(?:\\*["'])?(?:>|\s{0,50}[:=]\s?)(?:\\*["'])?(?<secret>[A-Za-z0-9+/=_%-]{16,})/dgi,
  },
  // How every session token of STS begins.
  { name: 'session-token', pattern: /(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz)[A-Za-z0-9+/=_%-]{20,}/dg },
  {
    name: 'aws-secret-key',
    pattern:
      /secret_?(?:access_?)?key(?:\\*["'])?(?:>|\s{0,50}[:=]\s?)(?:\\*["'])?(?<secret>[A-Za-z0-9/+]{40})/dgi,
  },
  {
    // The middle only: the ends are what CloudTrail is searched for.
    name: 'aws-key-id',
    pattern:
      /(?<=^|[^A-Za-z0-9]|%[23][0-9A-F]|u0026)A[KS]IA(?<secret>[A-Z0-9]{12})[A-Z0-9]{4}(?![A-Z0-9])/dgm,
  },
  {
    // A port and a query that holds an @ is no password.
    name: 'url-password',
    pattern: /:\/\/[^\s:/?#@"'<>]{0,256}:(?!\d{1,5}[?#]|\[redacted:)(?<secret>[^\s/"'<>]{1,4096})@/dg,
  },
  ...sqlPassword(String.raw`\bPASSWORD(?:\s{1,20}|\s{0,20}\(\s{0,20})`),
  ...sqlPassword(String.raw`\bSET\s{1,20}PASSWORD\s[^=\n]{0,200}?(?:=|\bTO\b)\s{0,20}`),
  // The authentication plugin of AWS holds no secret: the word RDS stands in its place.
  ...sqlPassword(
    String.raw`\bIDENTIFIED\s{1,20}(?:(?:WITH|VIA)\s{1,20}(?!["'\`]?AWSAuthenticationPlugin)\S{1,80}\s{1,20})?(?:BY|AS|USING)\s{1,20}`,
  ),
  // MySQL's current password, after the new one.
  ...sqlPassword(String.raw`\[redacted:sql-password\]\\?['"]\s{1,20}REPLACE\s{1,20}`),
  {
    name: 'github-token',
    pattern: /gh[pousr]_[A-Za-z0-9_.-]{19,}[A-Za-z0-9]|github_pat_[A-Za-z0-9_]{20,}/dg,
  },
  {
    name: 'slack-webhook',
    pattern: /hooks\.slack\.com\/(?<secret>(?:services|workflows|triggers)\/[A-Za-z0-9/_-]+)/dg,
  },
  { name: 'slack-token', pattern: /xox[abeoprs]-[A-Za-z0-9-]{10,}/dg },
  { name: 'jwt', pattern: /eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/dg },
  {
    name: 'authorization',
    pattern:
      /authorization(?:\\*["'])?\s?[:=]\s?\[?(?:\\*["'])?(?:bearer|basic|token)\s(?<secret>[^\s"'\\,[\]]+)/dgi,
  },
  ...namedSecrets,
];

/** A parameter of a presigned URL, as query, header or JSON member. */
function parameter(name: string, words: string): Rule {
  const between = String.raw`(?:=|%3D|\\*"?\s?:\s?\[?\s?\\*"?)`;
  return {
    name,
    pattern: new RegExp(`${words}${between}(?<secret>(?!redacted:)[^&\\s"'<>\\\\[\\]]+)`, 'dgi'),
  };
}

/** A literal after `head`, in any of SQL's quotes; double quotes may be escaped as part of another text. */
function sqlPassword(head: string): Rule[] {
  const secret = String.raw`(?!\[redacted:)`;
  const literals = [
    String.raw`(?:E|N|U&)?'(?<secret>${secret}(?:[^'\\\n]|\\.|'')+)'`,
    String.raw`"(?<secret>${secret}(?:[^"\\\n]|\\.)+)`,
    String.raw`(?<quote>\\{1,8}")(?<secret>${secret}(?:\\{2,8}"|(?!\k<quote>)[^\n])+)`,
    String.raw`\$(?<tag>\w{0,30})\$(?<secret>${secret}[^$\n]+)`,
  ];
  return literals.map((literal) => ({ name: 'sql-password', pattern: new RegExp(head + literal, 'dgi') }));
}

/**
 * From documents to what they give. What was read is written again and compared with the documents,
 * piece by piece: a statement, a condition or an argument that is not understood is never left out
 * of the explanation, it refuses the whole.
 */
import type { Problem, Result } from '../../problem/problem.ts';
import { canonical } from '../canonical.ts';
import { isInstant } from '../lifetime.ts';
import type { Json, Resource } from '../resources.ts';
import { type Given, readCalls, writeCalls } from './given.ts';
import { isList, isObject, list, part } from './loose.ts';
import { readGiven } from './read.ts';
import { writeGiven } from './write.ts';

/** One statement, or all that a resource says beside its documents. */
export type Piece = { readonly what: string; readonly value: Json };

/** What the resources of one grant give, and nothing else; or every piece that is not understood (BG0335). */
export function understand(resources: readonly Resource[]): Result<Given> {
  const given = readGiven(resources);
  const [there, understood] = [piecesOf(resources), writeGiven(given)];
  const problems = [
    ...beside(there, understood).map((one) => unknown('is not understood', one)),
    ...beside(understood, there).map((one) => unknown('should be there and is not', one)),
    ...openEnded(given).map((value) => unknown('can mean more than it says', { what: 'value', value })),
  ];
  return problems.length === 0 ? { ok: true, value: given } : { ok: false, problems };
}

/**
 * Values that IAM, or a shell, does not take as they stand: wildcards hold in ARNs and in patterns,
 * variables everywhere (IAM reference: policy variables). And calls and times that no sentence knows.
 */
function openEnded(given: Given): string[] {
  const { role, target, account, region, who, session, from, until, logins, tables, schedules } = given;
  const names = [
    role,
    target,
    account,
    region,
    session,
    ...[who, ...logins].flatMap((one) => Object.values(one)),
  ];
  const exact = tables.flatMap(({ keys, attributes }) => [...keys, ...(attributes ?? [])]);
  return [
    ...[...names, ...tables.flatMap(({ table, index }) => [table, index ?? table])].filter(
      (one) => !plainName.test(one),
    ),
    ...exact.filter((one) => one.includes('${')),
    ...tables.flatMap(({ actions }) => actions).filter((one) => ![...readCalls, ...writeCalls].includes(one)),
    ...[from, until, ...schedules.map(({ at }) => `${at}Z`)].filter((one) => !isInstant(one)),
  ];
}

const plainName = /^[\w.@+=,/-]+$/;

/** Words for people, for the end and for retries, which permit nothing; and documents, whose pieces are their own. */
const bookkeeping = ['description', 'tags', 'force_detach_policies', 'dead_letter_config', 'retry_policy'];
const documents = ['assume_role_policy', 'policy'];

const words: Readonly<Record<string, string>> = {
  aws_iam_role: 'role',
  aws_iam_role_policy: 'policy',
  aws_vpc_security_group_ingress_rule: 'opening',
  aws_scheduler_schedule: 'schedule',
};

export function piecesOf(resources: readonly Resource[]): Piece[] {
  return resources.flatMap(({ type, values }) => [
    { what: words[type] ?? type, value: withoutDeep(values) },
    ...documentPieces('trust policy', values['assume_role_policy']),
    ...documentPieces('permission policy', values['policy']),
  ]);
}

function documentPieces(what: string, document: Json | undefined): Piece[] {
  if (document === undefined) return [];
  return [
    { what, value: isObject(document) ? without(document, ['Statement']) : document },
    ...list(part(document, 'Statement')).map((one) => ({
      what: `statement of the ${what}`,
      value: isObject(one) ? without(one, ['Sid']) : one,
    })),
  ];
}

function withoutDeep(value: Json): Json {
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => ![...bookkeeping, ...documents].includes(key));
  return Object.fromEntries(kept.map(([key, one]) => [key, withoutDeep(one)]));
}

function without(value: { readonly [key: string]: Json }, keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

function beside(pieces: readonly Piece[], others: readonly Piece[]): Piece[] {
  const known = new Set(others.map(textOf));
  return pieces.filter((one) => !known.has(textOf(one)));
}

/** The one text of a piece. In policies lists are sets, and a list of one is what stands in it. */
export function textOf({ what, value }: Piece): string {
  return `${what} ${canonical(plain(value))}`;
}

function plain(value: Json): Json {
  if (isList(value)) {
    const all = [...new Set(value.map((one) => canonical(plain(one))))].sort();
    const [only] = value;
    return all.length === 1 && only !== undefined ? plain(only) : all;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}

function unknown(how: string, { what, value }: Piece): Problem {
  return {
    code: 'BG0335',
    severity: 'error',
    message: `a ${what} ${how}: ${canonical(value)}`,
    hint: 'nothing is explained, because a part would be missing; read the documents themselves with `breakglass plan --json` or `breakglass archive show`',
  };
}

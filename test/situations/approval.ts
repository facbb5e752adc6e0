/**
 * A case of an approval on disk: `base.yaml` with a few changes. `case.yaml` says why it is there, what
 * the verdict must be, and what is changed; a change that changes nothing is a mistake. In a path of
 * `set`, `add` and `remove` the steps are parted by spaces, and a number steps into the nodes of a
 * connection. `add` counts up what GitHub counts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Evidence, Factor, Reading, Roster, Rule, Signature } from '../../src/approval/evidence.ts';
import type { Answers, Local } from '../../src/approval/github.ts';
import type { Statement } from '../../src/approval/statement.ts';
import { at } from '../../src/grant/lifetime.ts';

export const root = join(import.meta.dirname, '..', 'cases', 'approval');

export type Case = {
  readonly name: string;
  readonly why: string;
  /** `counted`, or the reason. */
  readonly verdict: string;
  readonly input: unknown;
  /** Undefined: GitHub is not asked. */
  readonly github: { readonly answers: Answers; readonly local: Local } | undefined;
  readonly evidence: Omit<Evidence, 'reviews'>;
};

export function approvalCases(): Case[] {
  const names = readdirSync(root, { withFileTypes: true });
  const stray = names.filter((one) => !one.isDirectory() && one.name !== 'base.yaml');
  if (stray.length > 0) throw new Error(`unknown files: ${stray.map(({ name }) => name).join(', ')}`);
  return names
    .filter((one) => one.isDirectory())
    .map(({ name }) => readCase(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readCase(name: string): Case {
  const folder = join(root, name);
  const unknown = readdirSync(folder).filter((file) => file !== 'case.yaml' && file !== 'expect.json');
  if (unknown.length > 0) throw new Error(`${folder} holds ${unknown.join(', ')}`);
  const {
    why,
    verdict,
    set = {},
    add = {},
    remove = [],
    ...more
  } = parse(readFileSync(join(folder, 'case.yaml'), 'utf8'));
  if (typeof why !== 'string' || typeof verdict !== 'string' || Object.keys(more).length > 0) {
    throw new Error(`${folder}: not understood`);
  }
  const document = parse(readFileSync(join(root, 'base.yaml'), 'utf8'), { maxAliasCount: 10 });
  const whole: Tree = structuredClone({ ...document, roster: JSON.parse(JSON.stringify(document.roster)) });
  for (const path of remove) change(whole, path, removed);
  for (const [path, value] of Object.entries(set)) change(whole, path, () => value);
  for (const [path, values] of Object.entries(add)) change(whole, path, (old) => added(old, values));
  const input = JSON.parse(JSON.stringify(whole));
  return { name, why, verdict, input, github: githubOf(whole), evidence: evidenceOf(whole) };
}

// The base and the changes are read as they are: what is misspelt makes another verdict, or throws.
// biome-ignore lint/suspicious/noExplicitAny: a document whose form the mapping under test has to judge
type Tree = any;

const removed = Symbol('removed');

function change(whole: Tree, path: string, to: ((old: unknown) => unknown) | typeof removed): void {
  const steps = path.split(' ');
  const last = steps.pop() ?? '';
  const parent = inside(
    steps.reduce((at: Tree, step) => inside(at, step)[step], whole),
    last,
  );
  if (parent === undefined || parent === null) throw new Error(`${path} leads nowhere`);
  if (to === removed) {
    if (!(last in parent)) throw new Error(`${path} is not there`);
    if (Array.isArray(parent)) parent.splice(Number(last), 1);
    else delete parent[last];
    return;
  }
  const value = to(parent[last]);
  if (JSON.stringify(value) === JSON.stringify(parent[last])) throw new Error(`${path} is so already`);
  parent[last] = value;
}

function inside(at: Tree, step: string): Tree {
  return /^\d+$/.test(step) && at?.nodes ? at.nodes : at;
}

function added(old: Tree, values: Tree): Tree {
  if (Array.isArray(old)) return [...old, ...values];
  return { ...old, totalCount: old.totalCount + values.length, nodes: [...old.nodes, ...values] };
}

/** `copies` are further pull requests, each the first one with some members replaced. */
function githubOf({
  repository,
  commit,
  pull,
  copies = [],
  activity,
  local,
  errors,
  earlier = [],
  github,
}: Tree): Case['github'] {
  if (github === 'not asked') return undefined;
  const pulls = pull === null ? [] : [pull, ...copies.map((copy: object) => ({ ...pull, ...copy }))];
  const object = { ...commit, associatedPullRequests: { totalCount: pulls.length, nodes: pulls } };
  const data = { repository: repository && { ...repository, object } };
  const answer = github in garbled ? garbled[github] : { data, ...(errors ? { errors } : {}) };
  const readings = Object.entries<Tree>(local.readings).map(([id, one]) => [id, one && reading(one)]);
  return {
    answers: { associated: [...earlier, answer], activity },
    local: { ...local, readings: Object.fromEntries(readings) },
  };
}

/** Answers that are none. */
const garbled: Tree = { silent: null, garbled: 'Bad gateway' };

function reading(one: Tree): Reading {
  return { ...one, notAfter: at(one.notAfter) };
}

function evidenceOf({ now, asked, rule, roster, signatures }: Tree): Case['evidence'] {
  return {
    now: at(now),
    asked: { ...asked, notAfter: at(asked.notAfter) },
    rule: rule as Rule,
    roster: roster as { before: Roster; now: Roster },
    signatures: signatures.map((one: Tree) => signatureOf(one, asked)),
  };
}

/** A statement says what was asked for, unless the case says otherwise. */
function signatureOf(
  { person, why, factor = 'touch', ...changes }: Tree,
  { grant, repository, meaning, minutes, notAfter }: Tree,
): Signature {
  const file = `approvals/${grant}/${person}.sig`;
  if (why !== undefined) return { file, person, good: false, why, repair: `ask ${person} to sign again` };
  const said = {
    grant,
    repository,
    meaning,
    minutes,
    notAfter,
    person,
    decision: 'approve',
    at: '2026-03-01T02:07:00Z',
    nonce: person,
    ...changes,
  };
  const statement: Statement = { ...said, at: at(said.at), notAfter: at(said.notAfter) };
  return { file, person, good: true, statement, factor: factor as Factor };
}

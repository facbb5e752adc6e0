/**
 * Cases of the review on disk. A situation is either a real plan (`plan.json`, `wanted.json`) or one
 * that somebody tampered with (`tampered.json`: of which situation, the attack or why it is harmless,
 * what is set and removed). `expect.json` holds the whole answer. Anything else in a folder is a mistake.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resource } from '../../../src/grant/resources.ts';

const root = join(import.meta.dirname, '..', '..', 'cases', 'review');

export type Case = {
  readonly name: string;
  /** The attack; undefined for a real plan, and for a change that does no harm. */
  readonly attack: string | undefined;
  readonly plan: unknown;
  readonly wanted: { readonly opening: readonly Resource[] } | { readonly removal: readonly string[] };
  /** `accepted`, or each problem as `code message`. */
  readonly expected: 'accepted' | readonly string[];
};

type Tampered = {
  readonly of: string;
  readonly attack?: string;
  /** In place of `attack`: why such a plan must pass all the same. */
  readonly harmless?: string;
  readonly set?: Record<string, unknown>;
  readonly remove?: readonly string[];
};

export function readCases(): Case[] {
  return readdirSync(root).sort().map(readCase);
}

function readCase(name: string): Case {
  const files = readdirSync(join(root, name)).sort().join(' ');
  if (files !== 'expect.json plan.json wanted.json' && files !== 'expect.json tampered.json') {
    throw new Error(`${name} holds ${files}`);
  }
  const expected = read(name, 'expect');
  if (expected !== 'accepted' && !isListOfText(expected)) throw new Error(`${name}: expect.json is neither`);
  if (files.includes('plan.json')) {
    return { name, attack: undefined, plan: read(name, 'plan'), wanted: read(name, 'wanted'), expected };
  }
  const tampered: Tampered = read(name, 'tampered');
  const { of, attack, harmless, set = {}, remove = [], ...unknown } = tampered;
  const why = attack === undefined ? harmless : attack;
  if (why === undefined || why.length < 20 || Object.keys(unknown).length > 0)
    throw new Error(`${name}: tampered.json`);
  const plan = read(of, 'plan');
  for (const [path, value] of Object.entries(set)) change(plan, path, value);
  for (const path of remove) change(plan, path, undefined);
  return { name, attack, plan, wanted: read(of, 'wanted'), expected };
}

// biome-ignore lint/suspicious/noExplicitAny: what the files hold is checked by the reader of the case
function read(name: string, file: string): any {
  return JSON.parse(readFileSync(join(root, name, `${file}.json`), 'utf8'));
}

function isListOfText(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
}

/** `/resource_changes/<address>/change/actions`; `-` appends. The path must lead somewhere. */
function change(plan: unknown, path: string, value: unknown): void {
  const steps = path.split('/').slice(1);
  const last = steps.pop() ?? '';
  const parent = steps.reduce(step, plan);
  if (Array.isArray(parent)) {
    const index = last === '-' ? parent.length : indexOf(parent, last);
    parent.splice(index, 1, ...(value === undefined ? [] : [value]));
  } else if (value === undefined) {
    delete members(parent)[last];
  } else members(parent)[last] = value;
}

function step(at: unknown, name: string): unknown {
  return Array.isArray(at) ? at[indexOf(at, name)] : members(at)[name];
}

function indexOf(list: readonly unknown[], name: string): number {
  const index = list.findIndex((one, n) => String(n) === name || isAt(one, name));
  if (index < 0) throw new Error(`nothing at ${name}`);
  return index;
}

function isAt(one: unknown, address: string): boolean {
  return typeof one === 'object' && one !== null && 'address' in one && one.address === address;
}

function members(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw new Error('the path leads nowhere');
}

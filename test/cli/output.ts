/**
 * What `--json` prints, against schemas/output/. The schemas are open, because members may be added;
 * here they are closed, so that a member that no schema names is found.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';

const folder = join(import.meta.dirname, '..', '..', 'schemas', 'output');

/** Names of commands that have a schema: `archive-verify`. */
export const schemaNames = readdirSync(folder)
  .map((file) => file.replace(/\.schema\.json$/, ''))
  .filter((name) => name !== 'common' && name !== 'error')
  .sort();

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
for (const name of [...schemaNames, 'common', 'error']) {
  ajv.addSchema(closed(JSON.parse(readFileSync(join(folder, `${name}.schema.json`), 'utf8'))));
}

/** What is wrong with the text as the one object that a command prints; empty when nothing is. */
export function faultsOf(text: string): string[] {
  const value = objectIn(text);
  if (value === undefined) return ['stdout is no JSON object'];
  const name = value.error === undefined ? (value.command ?? '').replace(' ', '-') : 'error';
  const validate = ajv.getSchema(`urn:breakglass:output:1:${name}`);
  if (!validate) return [`no schema for ${name}`];
  validate(value);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** The value at a JSON pointer; `/length` is that of an array. */
export function memberAt(value: unknown, pointer: string): unknown {
  return pointer
    .slice(1)
    .split('/')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], value);
}

function closed(schema: unknown): AnySchemaObject {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
    const open = 'properties' in copy && 'type' in copy && !('additionalProperties' in copy);
    return open ? { ...copy, additionalProperties: false } : copy;
  };
  return walk(schema) as AnySchemaObject;
}

function objectIn(text: string): { command?: string | null; error?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

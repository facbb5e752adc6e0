/** Resource values as the generated constructs take them: camelCase keys, documents as text, no template left. */
import { canonical } from '../src/grant/canonical.ts';
import type { Json, Resource } from '../src/grant/resources.ts';
import { escapeDeep } from './escape.ts';

/** Policy documents: objects in our values, canonical JSON text in Terraform. */
const documents: ReadonlySet<string> = new Set(['assume_role_policy', 'policy']);

/** Arguments whose keys are data (`breakglass:end`), not names of Terraform. */
const maps: ReadonlySet<string> = new Set(['tags']);

export type Arguments = { readonly [argument: string]: Json };

/** Terraform's own argument names, values ready to be written into a configuration. */
export function terraformArguments(resource: Resource): Arguments {
  const values = Object.entries(resource.values).map(([name, value]): [string, Json] => [
    name,
    escapeDeep(documents.has(name) && typeof value !== 'string' ? canonical(value) : value),
  ]);
  return Object.fromEntries(values);
}

/** The same under the names of the constructs: `max_session_duration` is `maxSessionDuration` there. */
export function constructArguments(args: Arguments): Arguments {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]): [string, Json] => [
      camel(name),
      !maps.has(name) && isBlock(value) ? constructArguments(value) : value,
    ]),
  );
}

function isBlock(value: Json): value is Arguments {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function camel(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

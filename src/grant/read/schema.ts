/** The schemas as values, and the way from a value to the schema that describes it. */
import estate from '../../../schemas/estate.schema.json' with { type: 'json' };
import grant from '../../../schemas/grant.schema.json' with { type: 'json' };
import lock from '../../../schemas/lock.schema.json' with { type: 'json' };
import playbook from '../../../schemas/playbook.schema.json' with { type: 'json' };
import type { FileKind } from '../written.ts';
import type { FormName } from './forms.ts';

/** Fields of an entry that exclude each other, each with those that go with it. */
export type Branches = {
  readonly [field: string]: { readonly required?: readonly string[]; readonly optional?: readonly string[] };
};

/** The keywords that our schemas use. `x-form` names the form of a text, `x-why` says why a rule is there. */
export type Schema = {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly uniqueItems?: boolean;
  readonly examples?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: { readonly [name: string]: Schema };
  readonly propertyNames?: Schema;
  readonly additionalProperties?: false | Schema;
  readonly items?: Schema;
  readonly $ref?: string;
  readonly $defs?: { readonly [name: string]: Schema };
  readonly 'x-why'?: string;
  readonly 'x-form'?: FormName;
  readonly 'x-branches'?: Branches;
};

/** A test proves that the schemas use no other keyword than those of `Schema`. */
export const schemas = {
  Grant: grant as Schema,
  Playbook: playbook as Schema,
  Estate: estate as Schema,
  Lock: lock as Schema,
} as const satisfies Record<FileKind, Schema>;

/** The schema of a member; undefined for a field that the schema does not know. */
export function memberSchema(schema: Schema, name: string | number, root: Schema): Schema | undefined {
  if (typeof name === 'number') return follow(schema.items, root);
  if (schema.properties && Object.hasOwn(schema.properties, name)) {
    return follow(schema.properties[name], root);
  }
  return schema.additionalProperties ? follow(schema.additionalProperties, root) : undefined;
}

function follow(schema: Schema | undefined, root: Schema): Schema | undefined {
  const name = schema?.$ref?.replace('#/$defs/', '');
  return name === undefined ? schema : root.$defs?.[name];
}

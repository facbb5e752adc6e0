/** The schemas as the generators see them: only the keywords that our schemas use. */
import { readFileSync } from 'node:fs';

export type Schema = {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly examples?: readonly unknown[];
  readonly 'x-why'?: string;
  readonly required?: readonly string[];
  readonly properties?: { readonly [name: string]: Schema };
  readonly additionalProperties?: false | Schema;
  readonly items?: Schema;
  readonly $ref?: string;
  readonly $defs?: { readonly [name: string]: Schema };
};

export const fileKinds = ['grant', 'playbook', 'estate', 'lock'] as const;

export function schemas(): { file: (typeof fileKinds)[number]; schema: Schema }[] {
  return fileKinds.map((file) => ({
    file,
    schema: JSON.parse(readFileSync(`schemas/${file}.schema.json`, 'utf8')) as Schema,
  }));
}

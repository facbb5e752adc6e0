/**
 * The schemas of files as functions. From source they are compiled when they are first used; the
 * bundler puts the finished functions in the place of this module (scripts/compiled-schemas.ts),
 * because every start of the command line would pay for the compiling.
 */
import {
  _,
  Ajv2020,
  type CodeKeywordDefinition,
  type CodeOptions,
  type ValidateFunction,
} from 'ajv/dist/2020.js';
import type { FileKind } from '../written.ts';
import { hasForm } from './forms.ts';
import { schemas } from './schema.ts';

let compiler: Ajv2020 | undefined;

/** Its errors are all of the value, each with its schema. */
export function compiled(kind: FileKind): ValidateFunction {
  compiler ??= schemaCompiler({ optimize: false });
  const validate = compiler.getSchema(kind);
  if (validate === undefined) throw new RangeError(`no schema of kind ${kind}`);
  return validate;
}

/** Knows the schema of each kind under the kind's name. That the schemas are sound is a test's work. */
export function schemaCompiler(code: CodeOptions): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: true,
    allowUnionTypes: true,
    validateSchema: false,
    code,
  });
  for (const keyword of ['x-why', 'x-branches', 'tsType']) ajv.addKeyword(keyword);
  ajv.addKeyword(formKeyword);
  for (const [kind, schema] of Object.entries(schemas)) ajv.addSchema(schema, kind);
  return ajv;
}

/** Calls `hasForm` by its name, which the module that replaces this one imports. */
export const formKeyword: CodeKeywordDefinition = {
  keyword: 'x-form',
  type: 'string',
  schemaType: 'string',
  code(keyword) {
    const call = keyword.gen.scopeValue('func', { ref: hasForm, code: _`hasForm` });
    keyword.fail(_`!${call}(${keyword.schema}, ${keyword.data})`);
  },
};

/**
 * The schemas of records as functions. From source they are compiled when they are first used; the
 * bundler puts the finished functions in the place of this module (scripts/compiled-schemas.ts),
 * because every start of the command line would pay for the compiling.
 */
import { _, Ajv2020, type CodeOptions, type ValidateFunction } from 'ajv/dist/2020.js';
import ending from '../../schemas/records/ending.schema.json' with { type: 'json' };
import entry from '../../schemas/records/entry.schema.json' with { type: 'json' };
import genesis from '../../schemas/records/genesis.schema.json' with { type: 'json' };
import trusted from '../../schemas/records/trusted.schema.json' with { type: 'json' };
import warrant from '../../schemas/records/warrant.schema.json' with { type: 'json' };
import { isInstant } from '../grant/lifetime.ts';

export const schemas = { genesis, trusted, warrant, ending, entry } as const;

let compiler: Ajv2020 | undefined;

/** Its errors are the first that was met, alone. */
export function compiled(kind: keyof typeof schemas): ValidateFunction {
  compiler ??= schemaCompiler({ optimize: false });
  const validate = compiler.getSchema(kind);
  if (validate === undefined) throw new RangeError(`no schema of kind ${kind}`);
  return validate;
}

/** Knows the schema of each kind under the kind's name. That the schemas are sound is a test's work. */
export function schemaCompiler(code: CodeOptions): Ajv2020 {
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    validateSchema: false,
    // A name that the module that replaces this one imports.
    code: { ...code, formats: _`({ instant: isInstant })` },
  });
  ajv.addFormat('instant', isInstant);
  ajv.addKeyword('x-why');
  for (const [kind, schema] of Object.entries(schemas)) ajv.addSchema(schema, kind);
  return ajv;
}

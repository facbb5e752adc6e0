/** The TypeScript types of the files, from their schemas. */
import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { schemas } from '../../src/grant/read/schema.ts';
import type { Generated } from './generated.ts';

const banner = `/**
 * The types of all files, generated from schemas/*.schema.json by \`npm run generate\`. Do not edit.
 */`;

export async function types(): Promise<Generated[]> {
  const parts: string[] = [];
  for (const [kind, schema] of Object.entries(schemas)) {
    // The compiler rewrites what it is given.
    const copy = structuredClone(schema) as JSONSchema;
    parts.push(await compile(copy, kind, { bannerComment: '', ignoreMinAndMaxItems: true, cwd: 'schemas' }));
  }
  return [{ path: 'src/grant/files.generated.ts', text: `${banner}\n\n${parts.join('\n')}` }];
}

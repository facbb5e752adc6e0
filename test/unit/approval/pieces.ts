/** The examples with one file for each entry of the estate, so that it can be seen which of them matter. */
import { checkFiles } from '../../../src/grant/check.ts';
import type { SourceFile } from '../../../src/grant/written.ts';
import { exampleFiles } from '../../situations/situation.ts';

export function inPieces(): SourceFile[] {
  const files = exampleFiles();
  const { written } = checkFiles(files);
  const pieces = written.estates.flatMap(({ value }) =>
    Object.entries(value).flatMap(([section, entries]) =>
      typeof entries === 'string'
        ? []
        : Object.entries(entries as object).map(([name, entry]) => piece(section, name, entry)),
    ),
  );
  return [...files.filter(({ path }) => !/^estate\/.*\.yaml$/.test(path)), ...pieces];
}

function piece(section: string, name: string, entry: unknown): SourceFile {
  const value = { apiVersion: 'breakglass/v1', kind: 'Estate', [section]: { [name]: entry } };
  const text = `# yaml-language-server: $schema=../schemas/estate.schema.json\n${JSON.stringify(value)}\n`;
  return { path: `estate/${section}-${name}.yaml`, mode: 'file', bytes: Buffer.from(text) };
}

/** The same with approvers and users of one playbook that nothing else names, and with somebody whom GitHub does not know. */
export function otherwise(files: readonly SourceFile[]): SourceFile[] {
  return files.map((file) => {
    const text = Buffer.from(file.bytes).toString();
    const changed = text
      .replace(
        'from: [team:carts, team:sre, team:security], atLeastOneFrom: team:sre',
        'from: [chidi], atLeastOneFrom: alba',
      )
      .replace('"github":{"login":"ines-carvalho","id":5550107},', '');
    return { ...file, bytes: Buffer.from(changed) };
  });
}

/** Playbooks and lock files are found by name: one that is called otherwise would hide, or stand for, another. */
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { LockFile, PlaybookFile } from '../files.generated.ts';
import type { FileKind, Written, WrittenFile } from '../written.ts';

type Misnamed = { readonly kind: FileKind; readonly problem: Problem };

/** One problem for each file whose name is not the one that it says itself. */
export function misnamedFiles({ playbooks, locks }: Written): Misnamed[] {
  return [
    ...playbooks.filter(({ file, value }) => stemOf(file) !== value.id).map(playbook),
    ...locks.filter(({ file, value }) => stemOf(file) !== value.target).map(lock),
  ];
}

/** `orders-db-read` of `playbooks/orders-db-read.yaml`, `prod-eu` of `estate/prod-eu.lock.json`. */
export function stemOf(file: string): string {
  return nameOf(file).replace(/\.(yaml|lock\.json)$/, '');
}

function playbook({ file, value, place }: WrittenFile<PlaybookFile>): Misnamed {
  const problem = errorAt(place(['id']), {
    code: 'BG0301',
    message: `the id is \`${value.id}\`, the file is \`${nameOf(file)}\``,
    label: 'not the name of the file',
    hint: `rename the file to \`${value.id}.yaml\`, or write \`id: ${stemOf(file)}\``,
  });
  return { kind: 'Playbook', problem };
}

function lock({ file, value, place }: WrittenFile<LockFile>): Misnamed {
  const problem = errorAt(place(['target']), {
    code: 'BG0301',
    message: `the target is \`${value.target}\`, the file is \`${nameOf(file)}\``,
    label: 'not the name of the file',
    hint: `rename the file to \`${value.target}.lock.json\`, or delete it`,
  });
  return { kind: 'Lock', problem };
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

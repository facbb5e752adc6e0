/** Playbooks and lock files are found by name: one that is called otherwise would hide, or stand for, another. */
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { LockFile, PlaybookFile } from '../files.generated.ts';
import { judgedEach } from '../holes.ts';
import type { Written, WrittenFile } from '../written.ts';

/** One problem for each file whose name is not the one that it says itself. */
export function misnamedFiles({ playbooks, locks }: Pick<Written, 'playbooks' | 'locks'>): Problem[] {
  return [...judgedEach(() => playbooks, playbook), ...judgedEach(() => locks, lock)];
}

/** `orders-db-read` of `playbooks/orders-db-read.yaml`, `prod-eu` of `estate/prod-eu.lock.json`. */
export function stemOf(file: string): string {
  return nameOf(file).replace(/\.(yaml|lock\.json)$/, '');
}

function playbook({ file, value, place }: WrittenFile<PlaybookFile>): Problem[] {
  if (stemOf(file) === value.id) return [];
  return [
    errorAt(place(['id']), {
      code: 'BG0301',
      message: `the id is \`${value.id}\`, the file is \`${nameOf(file)}\``,
      label: 'not the name of the file',
      hint: `rename the file to \`${value.id}.yaml\`, or write \`id: ${stemOf(file)}\``,
    }),
  ];
}

function lock({ file, value, place }: WrittenFile<LockFile>): Problem[] {
  if (stemOf(file) === value.target) return [];
  return [
    errorAt(place(['target']), {
      code: 'BG0301',
      message: `the target is \`${value.target}\`, the file is \`${nameOf(file)}\``,
      label: 'not the name of the file',
      hint: `rename the file to \`${value.target}.lock.json\`, or delete it`,
    }),
  ];
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

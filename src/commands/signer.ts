/** Whose key this machine can sign with. */
import type { Estate } from '../grant/resolve/estate.ts';
import type { SigningKey } from '../ports.ts';
import { Outage } from '../problem/outage.ts';

/** The one person of the estate who has one of these keys, and the first of theirs. */
export function signerAmong(
  keys: readonly SigningKey[],
  estate: Estate,
): { person: string; key: SigningKey } {
  const found = keys.flatMap((key) => {
    const owner = [...estate.people.values()].find(({ value }) =>
      value.sshKeys?.some((one) => body(one) === body(key.line)),
    );
    return owner ? [{ person: owner.name, key }] : [];
  });
  const [first] = found;
  if (first === undefined) {
    throw new Outage('no SSH key of this machine is one that the estate has of somebody', {
      hint: 'name the key with --key, load it with `ssh-add`, or have its .pub line added to your entry in the estate',
    });
  }
  const people = new Set(found.map(({ person }) => person));
  if (people.size > 1)
    throw new Outage(`this machine has keys of ${[...people].join(' and ')}`, {
      hint: 'name yours with --key',
    });
  return first;
}

/** Type and body: the comment is anybody's. */
function body(line: string): string {
  return line.split(' ').slice(0, 2).join(' ');
}

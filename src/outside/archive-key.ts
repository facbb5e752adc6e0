/** What may be asked of a store: the same for every store, so that one archive fits each of them. */

/** Not listed and never an object: where the directory store writes what is not complete yet. */
export const scratch = 'tmp';

/** Keys come from our own code; one that could leave the archive is a bug, or an attack through one. */
export function checkedKey(key: string): string {
  const segments = key.split('/');
  if (segments[0] === scratch || !segments.every((segment) => /^[A-Za-z0-9][\w.-]{0,199}$/.test(segment))) {
    throw new RangeError(`not a key of an archive: ${JSON.stringify(key)}`);
  }
  return key;
}

export function checkedPrefix(prefix: string): string {
  if (prefix !== '') checkedKey(prefix.endsWith('/') ? prefix.slice(0, -1) : prefix);
  return prefix;
}

/** Processes of this machine, as /proc has them. One that has ended and that nobody has waited for is gone. */
import { readdirSync, readFileSync } from 'node:fs';

type Process = { readonly pid: number; readonly parent: number; readonly group: number };

export function isAlive(pid: number): boolean {
  return read(pid) !== undefined;
}

/** All processes of that process group. */
export function membersOf(group: number): number[] {
  return all().flatMap((one) => (one.group === group ? [one.pid] : []));
}

/** All processes that `pid` has started, and that these have started; with `name` those called so. */
export function descendantsOf(pid: number, name?: RegExp): number[] {
  const processes = all();
  const below = (parent: number): number[] =>
    processes.filter((one) => one.parent === parent).flatMap((one) => [one.pid, ...below(one.pid)]);
  return below(pid).filter((one) => name === undefined || name.test(commandOf(one)));
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function all(): Process[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((name) => read(Number(name)) ?? []);
}

/** `<pid> (<name>) <state> <parent> <group> …`; the name may hold anything. */
function read(pid: number): Process | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent, group] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : { pid, parent: Number(parent), group: Number(group) };
  } catch {
    return undefined;
  }
}

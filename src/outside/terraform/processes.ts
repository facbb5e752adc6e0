/**
 * Processes of this machine. Ids are used again, so a process is known by its id and its start. One
 * that has ended and that nobody has waited for is gone: where process 1 waits for nobody, as in many
 * containers, it would else live for ever.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export type Process = {
  readonly pid: number;
  readonly group: number;
  /** In the machine's own words; two readings of one process are equal. */
  readonly started: string;
};

export type Processes = {
  /** Where these ids mean something: this boot of the machine, and within it this container. */
  readonly place: string;
  /** Undefined when there is none, or when it cannot be read. */
  one(pid: number): Process | undefined;
  all(): Process[];
};

export function machineProcesses(platform: string = process.platform): Processes {
  return platform === 'linux' ? byProc : byPs;
}

const byProc: Processes = {
  get place() {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  },
  one(pid) {
    try {
      return inStat(pid, readFileSync(`/proc/${pid}/stat`, 'utf8'));
    } catch {
      return undefined;
    }
  },
  all: () =>
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => byProc.one(Number(name)) ?? []),
};

/** `<pid> (<name>) <state> <parent> <group> …`, start in clock ticks as field 22; the name may hold anything. */
function inStat(pid: number, text: string): Process | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state = '', group, started = ''] = [fields[0], fields[2], fields[19]];
  return /[ZX]/.test(state) ? undefined : { pid, group: Number(group), started };
}

/** macOS and others. Tried with the `ps` of Linux, which knows the same columns. */
const byPs: Processes = {
  place: '',
  one: (pid) => byPs.all().find((process) => process.pid === pid),
  all() {
    const text = execFileSync('ps', ['-A', '-o', 'pid=,pgid=,stat=,lstart='], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    });
    return text.split('\n').flatMap((line) => {
      const [, pid, group, state = 'Z', started = ''] =
        /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.+?)\s*$/.exec(line) ?? [];
      return state.startsWith('Z') ? [] : [{ pid: Number(pid), group: Number(group), started }];
    });
  },
};

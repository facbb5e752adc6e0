/** The top of the program, in this process: what a terminal is shown, and what becomes of a fault of ours. */
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { main, type Process } from '../../../src/commands/main.ts';

const root = join(import.meta.dirname, '..', '..', '..');

async function run(
  args: readonly string[],
  change: { tty?: boolean; env?: object; cwd?: () => string; columns?: number } = {},
) {
  const said = { out: '', err: '' };
  const isTTY = change.tty ?? false;
  const { columns = 60 } = change;
  const fake = {
    env: change.env ?? {},
    cwd: change.cwd ?? (() => root),
    stdout: { write: (text: string) => (said.out += text), isTTY, columns },
    stderr: { write: (text: string) => (said.err += text), isTTY, columns },
  };
  // Of a process the command line needs what is here.
  const code = await main(args, fake as unknown as Process);
  return { code, ...said };
}

const plan = ['plan', '2026-11-22-orders-read-alba'];
const csi = '\u001b[';

test('a terminal gets colours and lines of its width', async () => {
  const { code, out } = await run(plan, { tty: true });
  expect(code).toBe(0);
  expect(out).toContain(`${csi}1m2026-11-22-orders-read-alba`);
  const lines = stripVTControlCharacters(out).split('\n');
  const prose = lines.filter((line) => !line.includes('+ aws_'));
  expect(prose.length).toBeGreaterThan(10);
  for (const line of prose) expect(line.length).toBeLessThanOrEqual(60);
});

test.each([
  ['a pipe', plan, { tty: false }],
  ['NO_COLOR', plan, { tty: true, env: { NO_COLOR: '1' } }],
  ['TERM=dumb', plan, { tty: true, env: { TERM: 'dumb' } }],
  ['--no-color behind the command', [...plan, '--no-color'], { tty: true }],
  ['--no-color before the command', ['--no-color', ...plan], { tty: true }],
  ['--json', [...plan, '--json'], { tty: true, env: { NO_COLOR: '1' } }],
])('%s gets none', async (_name, args, change) => {
  const { code, out, err } = await run(args, change);
  expect(code).toBe(0);
  expect(out).toContain('2026-11-22-orders-read-alba');
  expect(`${out}${err}`).not.toContain(csi);
});

test.each([['status'], ['plan']])(
  '%s fits into 40 columns; only a word that is wider stands out',
  async (...args) => {
    const { code, out } = await run(args, { tty: true, columns: 40 });
    expect(code).toBe(0);
    const wide = stripVTControlCharacters(out)
      .split('\n')
      .filter((line) => line.length > 40 && /\S\s+\S/.test(line.trim()));
    // An address of Terraform is to be copied whole, and its mark belongs to it.
    expect(wide.filter((line) => !line.includes('+ aws_'))).toEqual([]);
  },
);

test.each([
  ['validate'],
  ['status'],
  ['plan'],
  ['fmt', '--check'],
  ['sweep', '--target', 'nowhere'],
  ['archive', 'verify', '--target', 'nowhere'],
  ['vlaidate'],
])('%s on a dumb terminal, and with NO_COLOR, sends it no sequence', async (...args) => {
  for (const env of [{ TERM: 'dumb' }, { NO_COLOR: '1' }]) {
    const { out, err } = await run(args, { tty: true, env });
    expect(`${out}${err}`).not.toContain(csi);
    expect(`${out}${err}`).not.toBe('');
  }
});

test('an empty NO_COLOR is none', async () => {
  expect((await run(plan, { tty: true, env: { NO_COLOR: '' } })).out).toContain(csi);
});

test('a fault of ours says so, in both forms, and ends with 1', async () => {
  const cwd = () => {
    throw new TypeError('what we did wrong');
  };
  const { code, out, err } = await run(['validate', '--json'], { cwd });
  expect(code).toBe(1);
  expect(err).toMatch(/^bug in breakglass: TypeError: what we did wrong\n[\s\S]+help: please report this/);
  expect(JSON.parse(out)).toMatchObject({
    command: 'validate',
    error: { hint: 'please report this, with the command' },
  });
});

test('an interrupt that came before anything was chosen', async () => {
  const controller = new AbortController();
  controller.abort();
  const said = { out: '', err: '' };
  const fake = {
    env: {},
    cwd: () => root,
    stdout: { write: (text: string) => (said.out += text) },
    stderr: { write: (text: string) => (said.err += text) },
  };
  const code = await main(['validate'], fake as unknown as Process, {
    first: controller.signal,
    again: controller.signal,
  });
  expect(code).toBe(130);
  expect(said.err).toBe('interrupted: nothing was changed\n  help: run the same command again\n');
});

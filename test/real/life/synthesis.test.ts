/**
 * The same input gives the same bytes: in another folder, time zone, locale and order of files, with
 * the preview of the files and with the one input that the command line passes to the app.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkFiles } from '../../../src/grant/check.ts';
import { previewInputs } from '../../../src/grant/preview.ts';
import { readWorkTree } from '../../../src/outside/files.ts';
import { program, root } from './command.ts';

let scratch = '';

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'breakglass-synthesis-'));
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const places = [
  { name: 'a', order: 1, variables: { TZ: 'UTC', LC_ALL: 'C', HOME: '/nonexistent' } },
  {
    name: 'b in a deeper folder/with spaces and ünïcode',
    order: -1,
    variables: { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', HOME: '/root' },
  },
] as const;

test('previews by `synth` are the same bytes', () => {
  const [first, second] = places.map(({ name, order, variables }) => {
    const folder = join(scratch, name);
    write(folder, order);
    const environment = { PATH: process.env['PATH'], TMPDIR: scratch, ...variables };
    execFileSync(process.execPath, [program, 'synth', '--out', 'out'], { cwd: folder, env: environment });
    return readFileSync(join(folder, 'out', 'stacks', 'prod-eu', 'cdk.tf.json'), 'utf8');
  });
  expect(second).toBe(first);
  expect(first).toContain('"required_version": "< 0.0.1"');
  expect(first).toContain('grant-2026-11-22-orders-read-alba-role');
  expect(first).not.toContain(scratch);
});

test('what the app makes of one input is the same bytes, whatever the order of its resources', () => {
  const [input] = previewInputs(checkFiles(readWorkTree(root)));
  if (!input) throw new Error('the example has no target');
  const [first, second] = places.map(({ name, order, variables }) => {
    const folder = join(scratch, `app ${name}`);
    mkdirSync(folder, { recursive: true });
    const resources = order === 1 ? input.resources : [...input.resources].reverse();
    const settings = {
      ...input.settings,
      state: { kind: 'local', path: 'terraform.tfstate' },
      preview: false,
    };
    writeFileSync(join(folder, 'input.json'), JSON.stringify({ ...input, settings, resources }));
    const environment = { PATH: process.env['PATH'], TMPDIR: scratch, CDKTF_OUTDIR: 'out', ...variables };
    const app = join(dirname(program), 'main.js');
    execFileSync(process.execPath, [app, 'input.json'], { cwd: folder, env: environment });
    return readFileSync(join(folder, 'out', 'stacks', 'prod-eu', 'cdk.tf.json'), 'utf8');
  });
  expect(second).toBe(first);
  expect(first).not.toContain('required_version');
  expect(first).not.toContain(scratch);
});

/** The files written first to last, or last to first: a folder lists them in another order then. */
function write(folder: string, order: 1 | -1): void {
  const files = readWorkTree(root);
  for (const { path, bytes } of order === 1 ? files : [...files].reverse()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}

import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findMirror, writeMirrorConfig } from '../../../../src/outside/terraform/mirror.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'breakglass-mirror-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const me = process.getuid?.() ?? 0;

function make(...folders: string[]): string {
  const folder = join(root, ...folders);
  mkdirSync(join(folder, 'registry.terraform.io', 'hashicorp', 'aws', '5.100.0'), {
    recursive: true,
    mode: 0o755,
  });
  return folder;
}

const find = (environment = {}, owner = me) => findMirror(environment, { root, owner, limit: 5000 });

describe('a provider mirror', () => {
  test('is found up to four levels below the root, the nearest first', async () => {
    expect(await find()).toBeUndefined();
    make('a', 'b', 'c', 'd');
    expect(await find()).toBeUndefined();
    const deep = make('z', 'y', 'x');
    expect(await find()).toBe(deep);
    const near = make('opt', 'plugins');
    expect(await find()).toBe(near);
  });

  test('is not one that somebody else owns or may write', async () => {
    const folder = make('opt', 'plugins');
    expect(await find({}, me + 1)).toBeUndefined();
    chmodSync(join(root, 'opt'), 0o777);
    expect(await find()).toBeUndefined();
    chmodSync(join(root, 'opt'), 0o755);
    chmodSync(join(folder, 'registry.terraform.io'), 0o775);
    expect(await find()).toBeUndefined();
  });

  test('is not one without the AWS provider', async () => {
    mkdirSync(join(root, 'opt', 'registry.terraform.io', 'hashicorp', 'random'), { recursive: true });
    expect(await find()).toBeUndefined();
  });

  test('is not behind a link', async () => {
    const folder = make('a', 'b', 'c', 'd');
    symlinkSync(folder, join(root, 'link'));
    expect(await find()).toBeUndefined();
  });
});

describe('on a machine', () => {
  test('a mirror that the environment names is taken, or none', async () => {
    make('opt', 'plugins');
    const named = make('a', 'b', 'c', 'd', 'e');
    expect(await find({ BREAKGLASS_PROVIDER_MIRROR: named })).toBe(named);
    expect(await find({ BREAKGLASS_PROVIDER_MIRROR: join(root, 'nowhere') })).toBeUndefined();
    expect(await find({ BREAKGLASS_PROVIDER_MIRROR: '' })).toBe(join(root, 'opt', 'plugins'));
  });

  test('the search is short', async () => {
    const start = performance.now();
    await findMirror({});
    expect(performance.now() - start).toBeLessThan(3000);
  });

  test('a mirror becomes a configuration that names no other source', async () => {
    const file = join(root, 'mirror.tfrc');
    await writeMirrorConfig('/opt/a "quoted" folder', file);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('path    = "/opt/a \\"quoted\\" folder"');
    expect(text).toContain('include = ["hashicorp/aws"]');
    expect(text).not.toContain('direct');
  });
});

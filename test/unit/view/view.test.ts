import { expect, test } from 'vitest';
import { at } from '../../../src/grant/lifetime.ts';
import { jsonText } from '../../../src/view/json.ts';
import { openView } from '../../../src/view/view.ts';
import { hostile } from './samples.ts';

function opened({ out = false, err = false, json = false, colour = true, columns = 80 }) {
  const said = { out: '', err: '' };
  let now = at('2026-11-22T03:20:00Z');
  const view = openView({
    stdout: { write: (text: string) => (said.out += text), isTTY: out, columns },
    stderr: { write: (text: string) => (said.err += text), isTTY: err, columns },
    clock: {
      now: () => {
        const before = now;
        now = at('2026-11-22T03:20:02.500Z');
        return before;
      },
      wait: async () => undefined,
    },
    json,
    colour,
  });
  return { view, said };
}

const csi = '\u001b[';

test('each stream has the colours that it can show', () => {
  const piped = opened({ err: true });
  expect(piped.view.colours.red('x')).toBe('x');
  piped.view.warning('late');
  expect(piped.said.err).toContain(`${csi}33mwarning`);
  const logged = opened({ out: true });
  expect(logged.view.colours.red('x')).toContain(csi);
  logged.view.warning('late');
  expect(logged.said.err).toBe('warning: late\n');
  const plain = opened({ out: true, err: true, colour: false });
  plain.view.warning('late');
  plain.view.failure('plan', { kind: 'failed', error: { message: 'no', hint: 'yes', code: 'BG0605' } });
  expect(plain.said.err).toBe('warning: late\nfailed[BG0605]: no\n  help: yes\n');
  expect(plain.view.colours.red('x')).toBe('x');
});

test('prose is broken into lines for a terminal only', () => {
  expect(opened({ out: true, columns: 40 }).view.width).toBe(40);
  expect(opened({ out: false, columns: 40 }).view.width).toBeUndefined();
  expect(opened({ out: true, columns: 0 }).view.width).toBeUndefined();
});

test('with --json stdout holds one object and nothing more', () => {
  const { view, said } = opened({ json: true });
  view.result('for people');
  view.object('plan', { grants: [] });
  view.object('plan', { grants: ['a second one'] });
  view.failure('plan', { kind: 'failed', error: { message: 'afterwards' } });
  expect(JSON.parse(said.out)).toEqual({ schemaVersion: 1, command: 'plan', grants: [] });
  expect(said.err).toBe('failed: afterwards\n');
});

test('a failure is the object when there was none', () => {
  const { view, said } = opened({ json: true });
  view.failure(null, { kind: 'error', error: { message: 'unknown command' } });
  expect(JSON.parse(said.out)).toEqual({
    schemaVersion: 1,
    command: null,
    error: { message: 'unknown command' },
  });
});

test('without --json there is no object', () => {
  const { view, said } = opened({});
  view.object('plan', { grants: [] });
  view.result('for people');
  expect(said.out).toBe('for people\n');
});

test('progress says how long, or when where nobody watches', () => {
  const watched = opened({ err: true, colour: false });
  watched.view.progress('planning 4 resources');
  expect(watched.said.err).toBe('   2.5 s  planning 4 resources\n');
  const logged = opened({});
  logged.view.progress('planning 4 resources');
  expect(logged.said.err).toBe('2026-11-22T03:20:02.500Z  planning 4 resources\n');
});

test('nothing foreign reaches a terminal as it is', () => {
  const { view, said } = opened({ json: true });
  view.note(hostile);
  view.warning(hostile);
  view.progress(hostile);
  view.failure('plan', { kind: 'failed', error: { message: hostile, hint: hostile } });
  const escaped = 'al\\u{1b}[2Kba\\u{202e}\\u{200b}\\u{85}';
  expect(said.err.split(escaped)).toHaveLength(6);
  expect(`${said.err}${said.out}`).not.toMatch(/[^\n -~]/);
  expect(JSON.parse(said.out).error.message).toBe(hostile);
});

test('JSON keeps every value, and shows only what a terminal prints as it is', () => {
  const value = { [hostile]: [hostile, '\ud83d\ude00 Inês', '\ud800', '\ufeff\ufffe'], line: 'a\nb' };
  const text = jsonText(value);
  expect(JSON.parse(text)).toEqual(value);
  expect(text).toContain('😀 Inês');
  expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}](?<!\n)/u);
});

/** What somebody types at a terminal. */
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { typedLine } from '../../../src/outside/ask.ts';

/** Of a terminal the reader needs that it is one. */
function terminal(isTTY: boolean): NodeJS.ReadStream & PassThrough {
  return Object.assign(new PassThrough(), { isTTY }) as unknown as NodeJS.ReadStream & PassThrough;
}

test('one line, without the spaces around it', async () => {
  const input = terminal(true);
  const typed = typedLine(input);
  input.write('  al');
  input.write('ba \nmore\n');
  expect(await typed).toBe('alba');
});

test('an empty line is an answer, and none of the person', async () => {
  const input = terminal(true);
  const typed = typedLine(input);
  input.write('\n');
  expect(await typed).toBe('');
});

test('nobody is asked where there is no terminal, and the end of the input is no answer', async () => {
  expect(await typedLine(terminal(false))).toBeUndefined();
  const input = terminal(true);
  input.end();
  expect(await typedLine(input)).toBeUndefined();
});

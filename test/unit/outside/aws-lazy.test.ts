/** Loading the SDK costs up to half a second per service: nothing is loaded before it is needed, and nothing is printed. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('only the client that is asked, when it is asked, and without a word of its own', async () => {
  const script = fileURLToPath(new URL('./lazy-cloud.ts', import.meta.url));
  const { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: _, ...env } = process.env;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script], {
    env,
  });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({ before: [], after: ['client-sts'] });
});

import { expect, test } from 'vitest';
import { checkFiles } from '../../../src/grant/check.ts';
import { at, minute, plus } from '../../../src/grant/lifetime.ts';
import { previewInputs, previewResources } from '../../../src/grant/preview.ts';
import { addressOf } from '../../../src/grant/resources.ts';
import { wantedResources } from '../../../src/grant/wanted.ts';
import { exampleFiles } from '../../situations/situation.ts';
import { sample } from './sample-grant.ts';

test('a preview is the grant as late as it may be, with a login that no grant can have', () => {
  const window = { activation: plus(sample.notAfter, -60 * minute), end: sample.notAfter };
  expect(previewResources(sample)).toEqual(wantedResources(sample, window, { 'orders-prod': 'bg_preview' }));
  expect('bg_preview').not.toMatch(/^bg_[a-z2-7]{10}$/);
});

test('there is one input for each target, whether a grant is in it or not, with every resource once', () => {
  const files = exampleFiles().map((file) =>
    file.path === 'estate/quillmark.yaml'
      ? { ...file, bytes: Buffer.from(withSecondTarget(file.bytes)) }
      : file,
  );
  const inputs = previewInputs(checkFiles(files));
  expect(inputs.map(({ target }) => target)).toEqual(['a-second', 'prod-eu']);
  expect(inputs.map(({ settings }) => settings)).toEqual([
    {
      account: '444455556666',
      region: 'us-east-1',
      state: { kind: 'local', path: 'preview.a-second.tfstate' },
      preview: true,
    },
    {
      account: '111122223333',
      region: 'eu-central-1',
      state: { kind: 'local', path: 'preview.prod-eu.tfstate' },
      preview: true,
    },
  ]);
  const [empty, full] = inputs.map(({ resources }) => resources.map(addressOf));
  expect(empty).toEqual([]);
  expect(full?.filter((address) => address.startsWith('aws_iam_role.'))).toHaveLength(4);
  expect(new Set(full).size).toBe(full?.length);
});

test('a grant that is not sound is not shown, the others are', () => {
  const files = exampleFiles().map((file) =>
    file.path.endsWith('-alba.yaml')
      ? { ...file, bytes: Buffer.from(new TextDecoder().decode(file.bytes).replace('60m', '600m')) }
      : file,
  );
  const text = JSON.stringify(previewInputs(checkFiles(files)));
  expect(text).not.toContain('orders-read-alba');
  expect(text).toContain('orders-read-bo');
});

test('nothing in a preview depends on the clock or on the order of the files', () => {
  const files = exampleFiles();
  const [first, second] = [checkFiles(files), checkFiles([...files].reverse())].map(previewInputs);
  expect(second).toEqual(first);
  expect(JSON.stringify(first)).toContain(new Date(at('2026-11-22T04:40:00Z')).toISOString().slice(0, 16));
});

function withSecondTarget(bytes: Uint8Array): string {
  const entry = [
    '  a-second:',
    '    account: "444455556666"',
    '    region: us-east-1',
    '    owner: team:security',
    '    state: { kind: s3 }',
    '    archive: { kind: s3, retention: 30d }',
  ];
  return new TextDecoder().decode(bytes).replace('databases:\n', `${entry.join('\n')}\ndatabases:\n`);
}

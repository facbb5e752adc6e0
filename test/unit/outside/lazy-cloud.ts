/** Run as a process of its own: says which clients are loaded before and after one call. */
import { createRequire } from 'node:module';
import { openCloud } from '../../../src/outside/aws/cloud.ts';
import { machineClock } from '../../../src/outside/clock.ts';

const { cache } = createRequire(import.meta.url);
const clients = () => [
  ...new Set(Object.keys(cache).flatMap((file) => /@aws-sdk\/(client-[a-z0-9]+)/.exec(file)?.[1] ?? [])),
];
const cloud = openCloud({ region: 'eu-central-1', endpoint: 'http://127.0.0.1:1', clock: machineClock });
const before = clients();
await cloud.caller().catch(() => undefined);
process.stdout.write(JSON.stringify({ before, after: clients() }));

/** A port of loopback that nobody listens on just now. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Outage } from '../problem/outage.ts';

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string')
    throw new Outage('this machine gives no port on 127.0.0.1');
  return address.port;
}

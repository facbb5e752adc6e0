/**
 * Stands in front of the local AWS and sets one thing: the `Date` of every answer, from a given
 * clock. So AWS's clock can be moved, and everything that reads it is used as it is.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Clock } from '../ports.ts';
import { Outage } from '../problem/outage.ts';

export type ClockProxy = { readonly endpoint: string; stop(): Promise<void> };

/** Listens on a free port of loopback. `stop` breaks off what is still under way. */
export async function startClockProxy(upstream: string, clock: Clock): Promise<ClockProxy> {
  const server = createServer((incoming, outgoing) => forward({ incoming, outgoing, upstream, clock }));
  // A client that keeps a connection must not find it closed just as it sends the next call.
  server.keepAliveTimeout = 10 * 60_000;
  server.requestTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Outage('this machine gives no port on 127.0.0.1');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    async stop() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

type Exchange = {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly upstream: string;
  readonly clock: Clock;
};

/** Bodies flow through as they come; whichever side breaks off, the other is broken off too. */
function forward({ incoming, outgoing, upstream, clock }: Exchange): void {
  const { hostname, port } = new URL(upstream);
  const { connection: _, expect: __, ...headers } = incoming.headers;
  const asked = request({
    hostname,
    port,
    method: incoming.method,
    path: incoming.url,
    headers,
    agent: false,
  });
  asked.on('response', (answer) => {
    const { connection: _ours, 'keep-alive': _time, 'transfer-encoding': _form, ...kept } = answer.headers;
    const date = new Date(clock.now()).toUTCString();
    outgoing.writeHead(answer.statusCode ?? 502, { ...kept, date });
    answer.on('error', () => outgoing.destroy());
    answer.pipe(outgoing);
  });
  asked.on('error', () => {
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(502).end('the local AWS does not answer');
  });
  outgoing.on('close', () => asked.destroy());
  incoming.on('error', () => asked.destroy());
  incoming.pipe(asked);
}

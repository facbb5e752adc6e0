/**
 * A gate in front of a local AWS: it can keep requests waiting for an answer that never comes, and
 * it can lead to another AWS under the same address.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export type Gate = {
  readonly endpoint: string;
  /** From now on every request that holds `text` waits: before AWS has it, or for AWS's answer. */
  hold(text: string, where?: 'before' | 'after'): void;
  /** Returns when a request waits. */
  held(): Promise<void>;
  /** New requests are let through. Those that wait are answered now, or never: their sender is gone. */
  release(waiting: 'answer' | 'forget'): void;
  /** Requests whose address holds `text` are broken off, after the next `count` of them; undefined: none. */
  failAt(text: string | undefined, count?: number): void;
  /** From now on another AWS answers. */
  leadTo(upstream: string): void;
  stop(): Promise<void>;
};

export async function openGate(first: string): Promise<Gate> {
  let upstream = first;
  let text: string | undefined;
  let where: 'before' | 'after' = 'before';
  let waiting: (() => void)[] = [];
  let failing: { readonly text: string; left: number } | undefined;
  const server = createServer(async (incoming, outgoing) => {
    const body = await bodyOf(incoming);
    const exchange = { incoming, outgoing, upstream };
    if (failing && incoming.url?.includes(failing.text)) {
      failing.left -= 1;
      if (failing.left < 0) return void outgoing.destroy();
    }
    const whole = `${incoming.method} ${incoming.url} ${body}`;
    if (text === undefined || !whole.includes(text)) forward(body, exchange);
    else if (where === 'before') waiting.push(() => forward(body, exchange));
    else forward(body, { ...exchange, answer: (go) => waiting.push(go) });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold(wanted, at = 'before') {
      text = wanted;
      where = at;
    },
    async held() {
      for (let tries = 0; waiting.length === 0; tries += 1) {
        if (tries > 1_200) throw new Error(`nobody asked for ${text}`);
        await pause(100);
      }
    },
    release(how) {
      text = undefined;
      if (how === 'answer') for (const go of waiting) go();
      waiting = [];
    },
    failAt(wanted, count = 0) {
      failing = wanted === undefined ? undefined : { text: wanted, left: count };
    },
    leadTo(other) {
      upstream = other;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

type Exchange = {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly upstream: string;
  /** Decides when the answer goes back. */
  readonly answer?: (go: () => void) => void;
};

function forward(body: Buffer, { incoming, outgoing, upstream, answer = (go) => go() }: Exchange): void {
  const { method, headers, url: path } = incoming;
  const asked = request(upstream + path, { method, headers, agent: false }, (answered) =>
    answer(() => {
      outgoing.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(outgoing);
    }),
  );
  asked.on('error', () => outgoing.destroy());
  asked.end(body);
}

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
  /** From now on every request whose body holds `text` waits. */
  hold(text: string): void;
  /** Returns when a request waits. */
  held(): Promise<void>;
  /** New requests are let through. Those that wait are answered now, or never: their sender is gone. */
  release(waiting: 'answer' | 'forget'): void;
  /** From now on another AWS answers. */
  leadTo(upstream: string): void;
  stop(): Promise<void>;
};

export async function openGate(first: string): Promise<Gate> {
  let upstream = first;
  let text: string | undefined;
  let waiting: (() => void)[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const body = await bodyOf(incoming);
    const go = () => forward(body, { incoming, outgoing, upstream });
    if (text !== undefined && body.includes(text)) waiting.push(go);
    else go();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold(wanted) {
      text = wanted;
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
};

function forward(body: Buffer, { incoming, outgoing, upstream }: Exchange): void {
  const { method, headers, url: path } = incoming;
  const asked = request(upstream + path, { method, headers, agent: false }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  asked.on('error', () => outgoing.destroy());
  asked.end(body);
}

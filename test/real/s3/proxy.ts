/** A proxy before the local AWS that treats requests and replies as a bad network does, by chance or by order. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const faults = [
  'request lost',
  'request cut',
  'request twice',
  'reply lost',
  'reply cut',
  'reply twice',
  'reply late',
] as const;

export type Fault = (typeof faults)[number];

export type Proxy = {
  readonly endpoint: string;
  /** How often each fault came. */
  readonly counts: ReadonlyMap<Fault, number>;
  stop(): Promise<void>;
};

/** `next` decides for each request in turn. */
export async function startProxy(upstream: string, next: () => Fault | undefined): Promise<Proxy> {
  const counts = new Map<Fault, number>();
  const server = createServer(async (incoming, outgoing) => {
    const body = await bodyOf(incoming).catch(() => undefined);
    if (body === undefined) return;
    const fault = next();
    if (fault !== undefined) counts.set(fault, (counts.get(fault) ?? 0) + 1);
    await exchange({ incoming, outgoing, upstream, body }, fault).catch(() => outgoing.destroy());
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    async stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Every third request, about: the same for the same seed. */
export function byChance(seed: number): () => Fault | undefined {
  let state = seed;
  const draw = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return () => (draw() < 0.3 ? faults[Math.floor(draw() * faults.length)] : undefined);
}

type Exchange = {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly upstream: string;
  readonly body: Buffer;
};

type Reply = { readonly status: number; readonly headers: [string, string][]; readonly body: Buffer };

async function exchange(one: Exchange, fault: Fault | undefined): Promise<void> {
  if (fault === 'request lost') return void one.outgoing.destroy();
  if (fault === 'request cut') {
    await forward(one, one.body.subarray(0, one.body.length / 2)).catch(() => undefined);
    return void one.outgoing.destroy();
  }
  if (fault === 'request twice') await forward(one, one.body);
  const reply = await forward(one, one.body);
  if (fault === 'reply lost') return void one.outgoing.destroy();
  if (fault === 'reply late') await pause(700);
  const whole = wire(reply);
  const { socket } = one.outgoing;
  if (fault === 'reply cut')
    socket?.end(whole.subarray(0, whole.length - Math.max(3, reply.body.length / 2)));
  else socket?.write(fault === 'reply twice' ? Buffer.concat([whole, whole]) : whole);
  // Written past the server, so that it can be cut and doubled; the connection is not used again.
  if (fault !== 'reply cut') socket?.end();
}

/** The reply as it goes over the line. */
function wire({ status, headers, body }: Reply): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = `HTTP/1.1 ${status} x\r\n${lines}content-length: ${body.length}\r\nconnection: close\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

/** With a part of the body only, the connection ends before the rest of what was promised. */
async function forward({ incoming, upstream, body }: Exchange, sent: Buffer): Promise<Reply> {
  const { connection: _, expect: __, ...headers } = incoming.headers;
  const length = body.length > 0 ? { 'content-length': String(body.length) } : {};
  const asked = request(upstream + incoming.url, {
    method: incoming.method,
    headers: { ...headers, ...length },
    agent: false,
  });
  const answered = once(asked, 'response') as Promise<[IncomingMessage]>;
  if (sent.length < body.length) asked.write(sent, () => asked.destroy());
  else asked.end(sent);
  const [answer] = await answered;
  const kept = Object.entries(answer.headers).filter(
    ([name]) => !['connection', 'content-length', 'transfer-encoding', 'keep-alive'].includes(name),
  );
  const pairs = kept.map(([name, value]): [string, string] => [name, String(value)]);
  return { status: answer.statusCode ?? 502, headers: pairs, body: await bodyOf(answer) };
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

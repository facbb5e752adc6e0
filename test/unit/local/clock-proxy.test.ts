/** The proxy changes the Date of an answer and nothing else, whatever either side does. */
import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { at } from '../../../src/grant/lifetime.ts';
import { type ClockProxy, startClockProxy } from '../../../src/local/clock-proxy.ts';

const clock = { now: () => at('2031-01-02T03:04:05Z'), wait: async () => undefined };

let handle: (incoming: IncomingMessage, outgoing: ServerResponse) => void;
let upstream: Server;
let proxy: ClockProxy;

beforeEach(async () => {
  upstream = createServer((incoming, outgoing) => handle(incoming, outgoing));
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  proxy = await startClockProxy(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`, clock);
});

afterEach(async () => {
  await proxy.stop();
  upstream.closeAllConnections();
  upstream.close();
});

test('the Date is from the clock, everything else from upstream', async () => {
  const seen: Partial<IncomingMessage>[] = [];
  handle = async (incoming, outgoing) => {
    let body = '';
    for await (const chunk of incoming) body += String(chunk);
    seen.push(incoming);
    outgoing.writeHead(418, { 'x-amzn-requestid': 'abc', 'set-cookie': ['a=1', 'b=2'] }).end(`got ${body}`);
  };
  const answer = await fetch(`${proxy.endpoint}/path/?a=%20b`, {
    method: 'POST',
    body: 'x'.repeat(100_000),
    headers: { authorization: 'AWS4-HMAC-SHA256 x', 'x-amz-target': 'T' },
  });
  expect(answer.status).toBe(418);
  expect(answer.headers.get('date')).toBe('Thu, 02 Jan 2031 03:04:05 GMT');
  expect(answer.headers.get('x-amzn-requestid')).toBe('abc');
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(await answer.text()).toBe(`got ${'x'.repeat(100_000)}`);
  expect(seen[0]).toMatchObject({ method: 'POST', url: '/path/?a=%20b' });
  expect(seen[0]?.headers).toMatchObject({
    host: new URL(proxy.endpoint).host,
    authorization: 'AWS4-HMAC-SHA256 x',
    'x-amz-target': 'T',
  });
});

test('bodies flow as they come, in both directions', async () => {
  handle = (incoming, outgoing) => {
    outgoing.writeHead(200);
    incoming.on('data', (chunk) => outgoing.write(`echo ${chunk}`));
    incoming.on('end', () => outgoing.end());
  };
  const asked = request(`${proxy.endpoint}/`, { method: 'PUT' });
  asked.write('one');
  const [answer] = await once(asked, 'response');
  expect(String((await once(answer, 'data'))[0])).toBe('echo one');
  asked.write('two');
  expect(String((await once(answer, 'data'))[0])).toBe('echo two');
  asked.end();
  answer.resume();
  await once(answer, 'end');
});

test('a connection is kept for the next call', async () => {
  handle = (_, outgoing) => outgoing.end('ok');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const sockets = new Set<unknown>();
  for (const _ of [1, 2, 3]) {
    const asked = request(proxy.endpoint, { agent });
    asked.on('socket', (socket) => sockets.add(socket));
    asked.end();
    const [answer] = await once(asked, 'response');
    answer.resume();
    await once(answer, 'end');
  }
  agent.destroy();
  expect(sockets.size).toBe(1);
});

test('upstream breaks off: so does the answer, and the next call works', async () => {
  handle = (_, outgoing) => {
    outgoing.writeHead(200, { 'content-length': '100' });
    outgoing.write('half');
    setTimeout(() => outgoing.destroy(), 20);
  };
  await expect(fetch(proxy.endpoint).then((answer) => answer.text())).rejects.toThrow();
  handle = (_, outgoing) => outgoing.end('ok');
  expect(await (await fetch(proxy.endpoint)).text()).toBe('ok');
});

test('the client breaks off: upstream is let go, and the next call works', async () => {
  const closed = new Promise<void>((resolve) => {
    handle = (incoming, outgoing) => {
      outgoing.writeHead(200);
      outgoing.write('begun');
      incoming.socket.on('close', () => resolve());
    };
  });
  const abort = new AbortController();
  const answer = await fetch(proxy.endpoint, { signal: abort.signal });
  abort.abort();
  await expect(answer.text()).rejects.toThrow();
  await closed;
  handle = (_, outgoing) => outgoing.end('ok');
  expect(await (await fetch(proxy.endpoint)).text()).toBe('ok');
});

test('upstream is gone: a gateway error, and the proxy lives', async () => {
  upstream.closeAllConnections();
  upstream.close();
  await once(upstream, 'close');
  expect((await fetch(proxy.endpoint)).status).toBe(502);
  expect((await fetch(proxy.endpoint)).status).toBe(502);
});

test('what is no HTTP does not bring it down', async () => {
  handle = (_, outgoing) => outgoing.end('ok');
  const socket = connect(Number(new URL(proxy.endpoint).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write('this is no request\r\n\r\n');
  socket.resume();
  await once(socket, 'close');
  expect((await fetch(proxy.endpoint)).ok).toBe(true);
});

test('stopping breaks off what is under way, and can be done again', async () => {
  handle = () => undefined;
  const pending = fetch(proxy.endpoint).catch((error: unknown) => error);
  await once(upstream, 'request');
  await proxy.stop();
  await proxy.stop();
  expect(await pending).toBeInstanceOf(Error);
  await expect(fetch(proxy.endpoint)).rejects.toThrow();
});

/** An HTTP server in AWS's place that answers what a test says, for what moto never answers. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { openCloud } from '../../../src/outside/aws/cloud.ts';
import { machineClock } from '../../../src/outside/clock.ts';
import type { Cloud } from '../../../src/ports.ts';

export type Call = {
  readonly name: string;
  readonly parameters: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
};

/** `never` accepts and stays silent; `half` sends its headers and then stays silent; `drip` goes on and on. */
export type Answer =
  | 'never'
  | 'half'
  | 'drip'
  | {
      readonly status?: number;
      readonly body: string;
      readonly headers?: { readonly [name: string]: string };
    };

export type Stub = {
  readonly cloud: Cloud;
  readonly endpoint: string;
  readonly calls: Call[];
  stop(): Promise<void>;
};

/** `name` is the operation for the services that send it as `Action`, else the path of the request. `call` limits a whole call, in ms. */
export async function startStub(answer: (call: Call) => Answer, call = 20_000): Promise<Stub> {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const call = await callOf(request);
    calls.push(call);
    send(response, answer(call));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const limits = { connect: 300, request: 300, call, attempts: 2 };
  return {
    cloud: openCloud({ region: 'eu-central-1', endpoint, clock: machineClock, limits }),
    endpoint,
    calls,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** An answer of a service that speaks in XML. */
export function xml(call: string, result: string): Answer {
  return { body: `<${call}Response><${call}Result>${result}</${call}Result></${call}Response>` };
}

/** An error as such a service words it. */
export function fault(code: string, message = 'refused', status = 400): Answer {
  const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
  return { status, body };
}

async function callOf(request: IncomingMessage): Promise<Call> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const parameters = new URLSearchParams(body);
  return { name: parameters.get('Action') ?? request.url ?? '', parameters, headers: request.headers };
}

function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write(' '), 100);
  response.on('close', () => clearInterval(timer));
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer === 'never') return;
  if (answer === 'half' || answer === 'drip') {
    response.writeHead(200, { 'content-type': 'text/xml', 'content-length': '1000' });
    response.write('<ListRolesResponse>');
    if (answer === 'drip') drip(response);
    return;
  }
  const type = answer.body.startsWith('{') ? 'application/json' : 'text/xml';
  response.writeHead(answer.status ?? 200, { 'content-type': type, ...answer.headers }).end(answer.body);
}

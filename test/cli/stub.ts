/** An AWS that only says who calls: for what a command refuses before it asks anything else. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export async function startStub(account: string): Promise<{ endpoint: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    request.resume();
    answerCaller(response, account);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

export function answerCaller(response: ServerResponse, account: string): void {
  response.writeHead(200, { 'content-type': 'text/xml' });
  response.end(`<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:iam::${account}:user/somebody</Arn><UserId>AIDAEXAMPLE</UserId><Account>${account}</Account>
  </GetCallerIdentityResult>
</GetCallerIdentityResponse>`);
}

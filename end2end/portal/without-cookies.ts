import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Starts a proxy of the portal through which no cookie passes, like a browser that refuses them all. Playwright cannot
 * make Chromium refuse them.
 */
export async function startProxyWithoutCookies(portal: string): Promise<{ address: string; stop(): void }> {
  const target = new URL(portal);
  const server = http.createServer((request, response) => {
    const headers = { ...request.headers, host: target.host };
    delete headers.cookie;
    if (headers.origin) headers.origin = target.origin;
    const options = { host: target.hostname, port: target.port, method: request.method, path: request.url, headers };
    const forwarded = http.request(options, (answer) => {
      const answered = { ...answer.headers };
      delete answered['set-cookie'];
      response.writeHead(answer.statusCode ?? 502, answered);
      answer.pipe(response);
    });
    forwarded.on('error', () => response.destroy());
    request.pipe(forwarded);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, connect, type Socket } from 'node:net';
import path from 'node:path';
import { createServer } from 'node:tls';
import { promisify } from 'node:util';

/** HTTPS in front of a program on this machine, as of a reverse proxy. */
export interface HttpsFront {
  port: number;
  stop(): void;
}

/** Decrypts connections and passes them on to `target`, a port. The certificate is made for this run, in `folder`. */
export async function startHttps(folder: string, target: number): Promise<HttpsFront> {
  const open = new Set<Socket>();
  const server = createServer(await makeCertificate(folder), (client) => {
    const upstream = connect(target, '127.0.0.1');
    client.pipe(upstream).pipe(client);
    for (const [socket, other] of [[client, upstream], [upstream, client]] as const) {
      open.add(socket);
      socket.once('close', () => {
        open.delete(socket);
        other.destroy();
      });
      // A browser that leaves resets its connections; the other side is closed above.
      socket.on('error', () => undefined);
    }
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = () => {
    server.close();
    open.forEach((socket) => socket.destroy());
  };
  return { port: (server.address() as AddressInfo).port, stop };
}

/** Node makes no certificates, so OpenSSL does. */
async function makeCertificate(folder: string): Promise<{ key: Buffer; cert: Buffer }> {
  const [key, cert] = [path.join(folder, 'localhost.key'), path.join(folder, 'localhost.pem')];
  const algorithm = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
  await promisify(execFile)('openssl', ['req', '-x509', ...algorithm, ...subject, '-keyout', key, '-out', cert]);
  return { key: await readFile(key), cert: await readFile(cert) };
}

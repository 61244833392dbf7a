import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import type { TlsMode } from '../../shared/connection';
import { UserMigrationError } from '../../shared/failure';
import { Certificates } from '../support/certificates';

/** Greeting of a MySQL server whose capabilities include TLS (protocol 10). */
const MYSQL_GREETING = Buffer.concat([
  Buffer.from([10]),
  Buffer.from('8.0.36\0'),
  Buffer.from([1, 0, 0, 0]),
  Buffer.from('12345678\0'),
  Buffer.from([0xff, 0xff, 33, 2, 0, 0xff, 0xdf, 21]),
  Buffer.alloc(10),
  Buffer.from('123456789012\0mysql_native_password\0'),
]);

interface TlsServer {
  server: Server;
  port: number;
  /** Bytes that clients sent under TLS since it was last asked. */
  received(): number;
}

/**
 * What the client makes of a certificate, before it sends a password: the servers here speak only as much of
 * their protocol as leads to TLS, and note whether the client went on after the handshake.
 */
describe.each(['postgres', 'mysql'] as const)('TLS modes of %s', (type) => {
  let files: Certificates;
  let right: TlsServer;
  let elsewhere: TlsServer;

  const path = (name: string): string => files.path(name);

  async function start(name: string): Promise<TlsServer> {
    const [key, cert] = await Promise.all([readFile(path(`${name}.key`)), readFile(path(`${name}.pem`))]);
    let received = 0;
    const server = createServer((socket: Socket) => {
      socket.on('error', () => undefined);
      if (type === 'mysql')
        socket.write(Buffer.concat([Buffer.from([MYSQL_GREETING.length, 0, 0, 0]), MYSQL_GREETING]));
      socket.once('data', (request: Buffer) => {
        // What follows the request is already TLS.
        socket.pause();
        socket.unshift(
          request.subarray(type === 'mysql' ? 4 + request.readUIntLE(0, 3) : request.readUInt32BE(0)),
        );
        if (type === 'postgres') socket.write('S');
        const secure = new TLSSocket(socket, { isServer: true, key, cert });
        secure.on('error', () => undefined);
        secure.once('data', (data: Buffer) => {
          received += data.length;
          secure.destroy();
        });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
      server,
      port: (server.address() as AddressInfo).port,
      received: () => {
        const since = received;
        received = 0;
        return since;
      },
    };
  }

  /** Code of the failure, and whether the client trusted the server with anything. */
  async function attempt(
    { port, received }: TlsServer,
    mode: TlsMode,
    ca: string | null,
    host: string,
  ): Promise<[string, boolean]> {
    const tls = { mode, ...(ca === null ? {} : { caFile: path(ca) }) };
    const connection = { type, host, port, database: 'app', username: 'me', tls };
    const error: unknown = await openDatabase(connection, { password: 'canary' }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(UserMigrationError);
    return [(error as UserMigrationError).code, received() > 0];
  }

  beforeAll(async () => {
    files = await Certificates.create();
    for (const authority of ['ca', 'other']) await files.authority(authority);
    await files.certify('right', 'server', 'DNS:localhost,IP:127.0.0.1');
    await files.certify('elsewhere', 'server', 'DNS:elsewhere.example.com');
    [right, elsewhere] = await Promise.all([start('right'), start('elsewhere')]);
  });
  afterAll(async () => {
    right.server.close();
    elsewhere.server.close();
    await files.drop();
  });

  it('require verifies nothing, or the chain where there is a CA file', async () => {
    expect(await attempt(elsewhere, 'require', null, 'localhost')).toEqual(['connection-closed', true]);
    expect(await attempt(elsewhere, 'require', 'ca.pem', 'localhost')).toEqual(['connection-closed', true]);
    expect(await attempt(elsewhere, 'require', 'other.pem', 'localhost')).toEqual([
      'tls-certificate-invalid',
      false,
    ]);
  });

  it('verify-ca verifies the chain, not the name', async () => {
    expect(await attempt(elsewhere, 'verify-ca', 'other.pem', 'localhost')).toEqual([
      'tls-certificate-invalid',
      false,
    ]);
    expect(await attempt(elsewhere, 'verify-ca', 'ca.pem', 'localhost')).toEqual(['connection-closed', true]);
  });

  it('verify-full verifies the name, too', async () => {
    expect(await attempt(right, 'verify-full', 'other.pem', 'localhost')).toEqual([
      'tls-certificate-invalid',
      false,
    ]);
    expect(await attempt(elsewhere, 'verify-full', 'ca.pem', 'localhost')).toEqual([
      'tls-host-mismatch',
      false,
    ]);
    expect(await attempt(right, 'verify-full', 'ca.pem', 'localhost')).toEqual(['connection-closed', true]);
  });

  it('verify-full verifies an address', async () => {
    expect(await attempt(right, 'verify-full', 'ca.pem', '127.0.0.1')).toEqual(['connection-closed', true]);
    expect(await attempt(elsewhere, 'verify-full', 'ca.pem', '127.0.0.1')).toEqual([
      'tls-host-mismatch',
      false,
    ]);
  });
});

import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** What the proxy does to a connection whose client sends COMMIT. */
export type CommitFault =
  /** The server gets it, its answer is cut off. */
  | 'cut-answer'
  /** The server never gets it. */
  | 'swallow'
  /** The server gets it, its answer is cut off, and nobody can connect any more. */
  | 'unreachable';

/** A TCP proxy in front of a database server that can drop, stall and delay. */
export class FaultProxy {
  commitFault: CommitFault | null = null;
  private stalled = false;
  /** What waits for {@link resume}. */
  private held: (() => void)[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    readonly port: number,
    private readonly delayMs: number,
  ) {}

  /**
   * @param delayMs what every message takes longer, in each direction
   * @param port that an earlier proxy had, for a server that comes back; a free one when absent
   */
  static async start(target: { host: string; port: number }, delayMs = 0, port = 0): Promise<FaultProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const proxy = new FaultProxy(server, (server.address() as AddressInfo).port, delayMs);
    server.on('connection', (client) => {
      proxy.forward(client, connect(target.port, target.host));
    });
    return proxy;
  }

  /** Nothing is let through any more, in either direction, and no connection ends. */
  stall(): void {
    this.stalled = true;
  }

  /** What was held back is sent, in its order. */
  resume(): void {
    this.stalled = false;
    for (const goOn of this.held.splice(0)) goOn();
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
  }

  private forward(client: Socket, server: Socket): void {
    let cut = false;
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    const pass = (go: () => void): void => {
      if (this.stalled) this.held.push(go);
      else if (this.delayMs > 0) setTimeout(go, this.delayMs);
      else go();
    };
    client.on('data', (data) => {
      pass(() => {
        if (this.commitFault !== null && isCommit(data)) {
          cut = true;
          if (this.commitFault === 'swallow') {
            client.destroy();
            return;
          }
          if (this.commitFault === 'unreachable') this.server.close();
        }
        server.write(data);
      });
    });
    server.on('data', (data) => {
      pass(() => {
        if (cut) client.destroy();
        else client.write(data);
      });
    });
  }
}

/** A message with nothing but the statement, whatever the protocol puts around it. */
function isCommit(data: Buffer): boolean {
  return data.length < 32 && data.toString('latin1').includes('COMMIT');
}

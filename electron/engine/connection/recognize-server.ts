import { connect } from 'node:net';
import { UserMigrationError } from '../../../shared/failure';
import { ALL_DIALECTS } from '../dialects';
import type { Dialect } from '../dialects/dialect';
import type { Address } from '../dialects/driver';

/** Long enough for a server at the other end of the world, short beside a connection's own patience. */
const PATIENCE_MS = 1_000;

/** What a driver makes of a server that speaks another protocol. */
const MISLED: ReadonlySet<string> = new Set(['connection-closed', 'connection-timeout', 'connection-failed']);

/**
 * Tells a server of another type than was asked for, which drivers take for a broken or a silent one.
 *
 * @param failure why no connection came about
 * @returns `other-database-type`, or the failure as it is
 */
export async function recognizeServer(
  failure: UserMigrationError,
  address: Address,
  asked: Dialect,
): Promise<UserMigrationError> {
  if (!MISLED.has(failure.code)) return failure;
  const other = ALL_DIALECTS.find((dialect) => dialect.type !== asked.type);
  if (other === undefined || !(await answers(address, other))) return failure;
  const place = 'path' in address ? address.path : `${address.host}:${String(address.port)}`;
  return new UserMigrationError('connection', {
    code: 'other-database-type',
    message: `At ${place} answers ${other.handshake.name}, not ${asked.handshake.name}.`,
    cause: 'The type of the database or the port is wrong.',
    remedy: `Choose ${other.handshake.name} as the type (a URL begins with ${other.type}://), or correct the port.`,
  });
}

/** Whether a server behaves at the start of a connection as those of this dialect do. */
function answers(address: Address, { handshake }: Dialect): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    const end = (isIt: boolean): void => {
      socket.destroy();
      resolve(isIt);
    };
    socket.setTimeout(PATIENCE_MS, () => {
      end(false);
    });
    socket.once('error', () => {
      end(false);
    });
    socket.once('close', () => {
      resolve(false);
    });
    socket.once('connect', () => {
      if (handshake.greeting !== null) socket.write(handshake.greeting);
    });
    socket.once('data', (data) => {
      end(handshake.isAnswer(data));
    });
  });
}

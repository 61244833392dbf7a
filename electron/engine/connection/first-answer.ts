import { connectionLost } from './connection-lost';

/** How long a server may take to answer a statement that waits for nothing, in milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * Waits for the first statements on a connection of the pool. A network that died in silence answers nothing, and
 * the system would tell only after a quarter of an hour.
 *
 * @throws UserMigrationError `connection-lost`
 */
export async function firstAnswer<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(connectionLost('The server has not answered for 10 seconds.'));
    }, PATIENCE_MS);
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    clearTimeout(timer);
    // Whatever it comes to later, nobody listens any more.
    work.catch(() => undefined);
  }
}

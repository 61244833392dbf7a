import type { Answer, Bridge, Channel, Request, Response } from '../../shared/contract';

let current: Bridge | null = null;

/** Once, before the app is mounted. */
export function setBridge(bridge: Bridge): void {
  current = bridge;
}

/** @throws Error before {@link setBridge} */
export function getBridge(): Bridge {
  if (current === null) throw new Error('The bridge is set before the app is mounted.');
  return current;
}

/**
 * Asks the services. Never rejects: what goes wrong on the way is an answer with a failure, too.
 * The request is copied to plain data first, since reactive proxies cannot cross the process boundary.
 */
export async function call<C extends Channel>(channel: C, request: Request<C>): Promise<Answer<Response<C>>> {
  try {
    return await getBridge().invoke(channel, JSON.parse(JSON.stringify(request)) as Request<C>);
  } catch (error) {
    return {
      ok: false,
      failure: {
        code: 'internal-error',
        message: 'The program did not answer.',
        cause: error instanceof Error ? error.message : String(error),
        remedy: 'Try again. If it happens again, restart the program; unsaved work is recovered.',
      },
    };
  }
}

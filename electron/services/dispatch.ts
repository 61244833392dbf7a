import { performance } from 'node:perf_hooks';
import type { z } from 'zod';
import type { DatabaseIdentity } from '../../shared/connection';
import type { Answer, Channel, Request, Response } from '../../shared/contract';
import type { Failure } from '../../shared/failure';
import { UserMigrationError } from '../../shared/failure';
import { REQUESTS } from '../../shared/requests';
import { describeDatabaseError } from '../engine/connection/describe-database-error';
import type { CurrentConnection } from './current-connection';
import type { Log } from './log/log';

export type Handler<C extends Channel> = (request: Request<C>) => Promise<Response<C>> | Response<C>;

/** One handler per channel: none can be forgotten. */
export type Handlers = { [C in Channel]: Handler<C> };

/** By channel, with the type of its request. */
const SCHEMAS: { readonly [C in Channel]: z.ZodType<Request<C>> } = REQUESTS;

/** The page that asks. */
export interface AskingPage {
  handlers: Handlers;
  connection: Pick<CurrentConnection, 'require'>;
  log: Log;
}

/**
 * The one way in for window, page and command line: parses the payload, makes sure that the page means the database
 * that it is connected to, calls the channel's handler and answers its result or a failure as data. Never throws.
 */
export async function dispatch(
  page: AskingPage,
  channel: string,
  payload: unknown,
): Promise<Answer<unknown>> {
  const started = performance.now();
  const answer = isChannel(channel) ? await answerOf(page, channel, payload) : unknownChannel();
  page.log.info(answer.ok ? 'answered' : 'failed', {
    channel: isChannel(channel) ? channel : 'unknown',
    ms: Math.round(performance.now() - started),
    code: answer.ok ? null : answer.failure.code,
  });
  return answer;
}

function isChannel(channel: string): channel is Channel {
  return Object.hasOwn(REQUESTS, channel);
}

async function answerOf<C extends Channel>(
  { handlers, connection, log }: AskingPage,
  channel: C,
  payload: unknown,
): Promise<Answer<Response<C>>> {
  const parsed = SCHEMAS[channel].safeParse(payload);
  if (!parsed.success) return { ok: false, failure: invalidRequest(channel, parsed.error) };
  try {
    const shown = shownDatabase(parsed.data);
    if (shown !== null) connection.require(shown);
    return { ok: true, value: await handlers[channel](parsed.data) };
  } catch (error) {
    if (error instanceof UserMigrationError) return { ok: false, failure: error.toFailure() };
    log.error('error', error, { channel });
    return { ok: false, failure: foreignFailure(error) };
  }
}

/** The database that the request is about; null where it is about none. */
function shownDatabase(request: Request<Channel>): DatabaseIdentity | null {
  return typeof request === 'object' && request !== null && 'identity' in request ? request.identity : null;
}

function unknownChannel(): Answer<never> {
  return {
    ok: false,
    failure: {
      code: 'unknown-channel',
      message: 'The window asked for something that the program does not know.',
      cause: 'Window and program are of different versions.',
      remedy: 'Start the program again.',
    },
  };
}

/** Says where a request is wrong, not what was in it: that may be a secret. */
function invalidRequest(channel: Channel, error: z.ZodError): Failure {
  const places = error.issues.slice(0, 3).map((issue) => issue.path.join('.') || 'the request itself');
  return {
    code: 'invalid-request',
    message: `The request "${channel}" is not valid.`,
    cause: `Invalid: ${places.join(', ')}.`,
    remedy: 'Correct the entry. If there is none to correct, this is a defect: please report it.',
  };
}

/** What the database said, in plain words; anything else is a defect. */
function foreignFailure(error: unknown): Failure {
  const failure = describeDatabaseError(error);
  return failure.code === 'internal-error' ? internalError(error) : failure;
}

/** A defect. Its message may quote data, so only its kind is told. */
function internalError(error: unknown): Failure {
  return {
    code: 'internal-error',
    message: 'Something went wrong inside the program.',
    cause: error instanceof Error ? error.name : 'Unknown error',
    remedy:
      'Try again. If it happens again, report it with the log file (Help > Show Log), which has no personal data.',
  };
}

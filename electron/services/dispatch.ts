import { performance } from 'node:perf_hooks';
import type { z } from 'zod';
import type { Answer, Channel, Request, Response } from '../../shared/contract';
import type { Failure } from '../../shared/failure';
import { UserMigrationError } from '../../shared/failure';
import type { Log } from './log/log';
import type { Redactor } from './log/redactor';
import { REQUESTS } from './requests';

export type Handler<C extends Channel> = (request: Request<C>) => Promise<Response<C>> | Response<C>;

/** One handler per channel: none can be forgotten. */
export type Handlers = { [C in Channel]: Handler<C> };

export interface DispatchTools {
  log: Log;
  redactor: Redactor;
}

/**
 * The one way in for window, page and command line: parses the payload, calls the channel's handler and
 * answers its result or a failure as data. Never throws.
 */
export async function dispatch(
  handlers: Handlers,
  tools: DispatchTools,
  channel: string,
  payload: unknown,
): Promise<Answer<unknown>> {
  const started = performance.now();
  const answer = isChannel(channel) ? await answerOf(handlers, tools, channel, payload) : unknownChannel();
  tools.log.info(answer.ok ? 'answered' : 'failed', {
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
  handlers: Handlers,
  { log, redactor }: DispatchTools,
  channel: C,
  payload: unknown,
): Promise<Answer<Response<C>>> {
  const parsed = REQUESTS[channel].safeParse(payload);
  if (!parsed.success) return { ok: false, failure: invalidRequest(channel, parsed.error) };
  try {
    return { ok: true, value: await handlers[channel](parsed.data) };
  } catch (error) {
    if (!(error instanceof UserMigrationError)) log.error('internal error', error, { channel });
    const failure = error instanceof UserMigrationError ? error.toFailure() : internalError(error);
    return { ok: false, failure: redacted(failure, redactor) };
  }
}

function redacted(failure: Failure, redactor: Redactor): Failure {
  return {
    code: failure.code,
    message: redactor.redact(failure.message),
    cause: redactor.redact(failure.cause),
    remedy: redactor.redact(failure.remedy),
  };
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
    cause: `Not as expected: ${places.join(', ')}.`,
    remedy: 'Correct the entry. If there is none to correct, this is a defect: please report it.',
  };
}

/** A defect. Its message may quote data, so only its kind is told. */
function internalError(error: unknown): Failure {
  return {
    code: 'internal-error',
    message: 'Something went wrong inside the program.',
    cause: error instanceof Error ? error.name : 'Unknown error',
    remedy: 'Try again. If it happens again, report it with the log file, which holds no personal data.',
  };
}

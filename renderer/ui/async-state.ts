import type { Answer } from '../../shared/contract';
import type { Failure } from '../../shared/failure';

/** What is known about something that is asked for. Templates render every member. */
export type AsyncState<T> =
  { kind: 'idle' } | { kind: 'loading' } | { kind: 'done'; value: T } | { kind: 'error'; failure: Failure };

export function fromAnswer<T>(answer: Answer<T>): AsyncState<T> {
  return answer.ok ? { kind: 'done', value: answer.value } : { kind: 'error', failure: answer.failure };
}

import type { Answer, Bridge, Channel, EventName, Events, Request, Response } from '../../shared/contract';

type Handlers = { [C in Channel]?: (request: Request<C>) => Answer<Response<C>> };

/** A bridge for tests: answers by handler, keeps what was asked, and sends events. */
export class FakeBridge implements Bridge {
  readonly asked: { channel: Channel; request: unknown }[] = [];
  private readonly listeners = new Map<EventName, Set<(payload: never) => void>>();

  constructor(public handlers: Handlers = {}) {}

  invoke<C extends Channel>(channel: C, request: Request<C>): Promise<Answer<Response<C>>> {
    this.asked.push({ channel, request });
    const handler = this.handlers[channel] as ((request: Request<C>) => Answer<Response<C>>) | undefined;
    const missing: Answer<Response<C>> = {
      ok: false,
      failure: { code: 'no-handler', message: `Nothing answers ${channel}.`, cause: '', remedy: '' },
    };
    return Promise.resolve(handler ? handler(request) : missing);
  }

  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void {
    const ofEvent = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, ofEvent.add(listener));
    return () => ofEvent.delete(listener);
  }

  send<E extends EventName>(event: E, payload: Events[E]): void {
    for (const listener of this.listeners.get(event) ?? []) {
      (listener as (payload: Events[E]) => void)(payload);
    }
  }

  requests(channel: Channel): unknown[] {
    return this.asked.filter((entry) => entry.channel === channel).map(({ request }) => request);
  }
}

import { ipcMain } from 'electron';
import type { IpcMainInvokeEvent, WebContents } from 'electron';
import type { Answer, EventName, Events } from '../../shared/contract';
import { EVENT_MESSAGE, INVOKE_MESSAGE, RETRY_MESSAGE } from '../../shared/window-messages';
import type { Log } from '../services';
import { isTrustedSender } from './security-decisions';

const NOT_TRUSTED: Answer<never> = {
  ok: false,
  failure: {
    code: 'sender-not-trusted',
    message: 'This page may not use the program.',
    cause: 'The request did not come from the program’s own window.',
    remedy: 'Start the program again.',
  },
};

export interface WindowRequests {
  /** Answers what the services answer. Never throws. */
  dispatch(channel: string, payload: unknown): Promise<Answer<unknown>>;
  /** The services ended, and are wanted again. */
  retry(): void;
}

/** The only place that listens to the window: checks who sends, then hands over to the services. */
export function answerWindow(
  requests: WindowRequests,
  log: Log,
  isOurWindow: (contents: WebContents) => boolean,
  developmentUrl: string | null,
): void {
  function isTrusted({ senderFrame: frame, sender }: IpcMainInvokeEvent): boolean {
    const trusted = isTrustedSender(
      {
        frameUrl: frame?.url ?? null,
        isMainFrame: frame !== null && frame.parent === null,
        isOurWindow: isOurWindow(sender),
      },
      developmentUrl,
    );
    if (!trusted) log.info('sender not trusted');
    return trusted;
  }

  ipcMain.handle(INVOKE_MESSAGE, async (event: IpcMainInvokeEvent, channel: unknown, payload: unknown) =>
    isTrusted(event) && typeof channel === 'string' ? requests.dispatch(channel, payload) : NOT_TRUSTED,
  );
  ipcMain.handle(RETRY_MESSAGE, (event: IpcMainInvokeEvent) => {
    if (isTrusted(event)) requests.retry();
  });
}

export function tellWindow<E extends EventName>(contents: WebContents, event: E, payload: Events[E]): void {
  contents.send(EVENT_MESSAGE, event, payload);
}

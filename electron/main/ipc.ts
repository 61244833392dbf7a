import { ipcMain } from 'electron';
import type { IpcMainInvokeEvent, WebContents } from 'electron';
import type { Answer, EventName, Events } from '../../shared/contract';
import { EVENT_MESSAGE, INVOKE_MESSAGE } from '../../shared/window-messages';
import type { Services, ServicesPage } from '../services';
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

/** The only place that listens to the window: checks who sends, then hands over to the services. */
export function answerWindow(
  page: Pick<ServicesPage, 'dispatch'>,
  log: Services['log'],
  isOurWindow: (contents: WebContents) => boolean,
  developmentUrl: string | null,
): void {
  ipcMain.handle(INVOKE_MESSAGE, async (event: IpcMainInvokeEvent, channel: unknown, payload: unknown) => {
    const { senderFrame: frame } = event;
    const trusted = isTrustedSender(
      {
        frameUrl: frame?.url ?? null,
        isMainFrame: frame !== null && frame.parent === null,
        isOurWindow: isOurWindow(event.sender),
      },
      developmentUrl,
    );
    if (!trusted || typeof channel !== 'string') {
      log.info('sender not trusted');
      return NOT_TRUSTED;
    }
    return page.dispatch(channel, payload);
  });
}

export function tellWindow<E extends EventName>(contents: WebContents, event: E, payload: Events[E]): void {
  contents.send(EVENT_MESSAGE, event, payload);
}

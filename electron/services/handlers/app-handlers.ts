import { TOOL_VERSION } from '../tool-version';
import type { HandlerContext, HandlersOf } from './handler-context';

export function appHandlers({ environment, page }: HandlerContext): HandlersOf<'app'> {
  return {
    'app.info': async () => ({
      version: TOOL_VERSION,
      mode: environment.mode,
      platform: process.platform,
      secrets: await environment.secrets.available(),
    }),
    'app.openExternal': async ({ url }) => {
      await environment.openExternal(url);
      return null;
    },
    'app.cancelWork': () => {
      page.work.cancel();
      return null;
    },
    'app.setDirty': ({ dirty }) => {
      environment.setDirty(dirty);
      return null;
    },
  };
}

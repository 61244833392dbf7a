import { TOOL_VERSION } from '../tool-version';
import type { HandlerContext, HandlersOf } from './handler-context';

export function appHandlers({ environment }: HandlerContext): HandlersOf<'app'> {
  return {
    'app.info': () => ({
      version: TOOL_VERSION,
      mode: environment.mode,
      platform: process.platform,
      secrets: environment.secrets.available(),
    }),
    'app.openExternal': async ({ url }) => {
      await environment.openExternal(url);
      return null;
    },
    'app.setDirty': ({ dirty }) => {
      environment.setDirty(dirty);
      return null;
    },
  };
}

/** Names of the messages between preload script and main process; the contract's channels and events travel inside. */
export const INVOKE_MESSAGE = 'user-migration:invoke';
/** The window wants the services started again, after the event `reach` said that they ended. */
export const RETRY_MESSAGE = 'user-migration:retry';
export const EVENT_MESSAGE = 'user-migration:event';

/** Names of the two messages between preload script and main process; the contract's channels and events travel inside. */
export const INVOKE_MESSAGE = 'user-migration:invoke';
export const EVENT_MESSAGE = 'user-migration:event';

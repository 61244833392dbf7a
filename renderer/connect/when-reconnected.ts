import { watch } from 'vue';
import { useConnection } from './connection';

/** Calls back whenever the database can be asked again: it was reconnected, or came back without that. */
export function whenReconnected(then: () => unknown): void {
  const connection = useConnection();
  watch(
    () => connection.lost === null,
    (canBeAsked) => {
      if (canBeAsked && connection.open !== null) void then();
    },
  );
}

import { watch } from 'vue';
import { useConnection } from './connection';

/** Calls back whenever the database can be asked again: it was reconnected, came back without that, or was read. */
export function whenReconnected(then: () => unknown): void {
  const connection = useConnection();
  watch(
    () => connection.open !== null && connection.lost === null,
    (canBeAsked) => {
      if (canBeAsked) void then();
    },
  );
}

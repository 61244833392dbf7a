import { useSessionStorage } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed } from 'vue';
import type { Outcome, Report } from '../../shared/report';
import { useConnection } from '../connect/connection';

interface LastChange {
  /** Key of the database's identity. */
  database: string;
  outcome: Outcome;
}

/** Outcomes after which the database is not, or may not be, as it was when this window connected. */
const CHANGES: ReadonlySet<Outcome> = new Set<Outcome>(['committed', 'undone', 'unknown']);

/** What this window last changed in the database that is shown, or saw another tab change. Kept over a reload. */
export const useLastChange = defineStore('last-change', () => {
  const connection = useConnection();
  const last = useSessionStorage<LastChange | null>('user-migration.last-change', null, {
    serializer: {
      read: (text) => JSON.parse(text) as LastChange | null,
      write: (value) => JSON.stringify(value),
    },
  });

  /** Null where nothing was changed. */
  const outcome = computed(() => {
    const shown = connection.open?.info.identity.key;
    return last.value !== null && last.value.database === shown ? last.value.outcome : null;
  });

  /** @param report of any run that has ended; only one that changed its database counts */
  function note(report: Report): void {
    const { identity } = report.database;
    if (identity !== undefined && CHANGES.has(report.outcome))
      last.value = { database: identity, outcome: report.outcome };
  }

  return { outcome, note };
});

import { ref } from 'vue';
import type { Ref } from 'vue';
import type { EditedMapping } from './edited-mapping';
import type { MappingRow } from './mapping-row';

export interface MappingEditor {
  /** What the dialog edits; null while it is closed. */
  edited: Ref<EditedMapping | null>;
  edit: (row: MappingRow) => void;
  close: () => void;
}

/** The dialog behind **Edit**: opened with a row, closed with its result. */
export function useMappingEditor(): MappingEditor {
  const edited = ref<EditedMapping | null>(null);
  return {
    edited,
    edit: ({ target, source, constant }) => {
      edited.value = {
        target,
        from: source === null ? { kind: 'constant', value: constant ?? '' } : { kind: 'source', source },
      };
    },
    close: () => {
      edited.value = null;
    },
  };
}

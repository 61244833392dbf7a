import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { onScopeDispose, watch } from 'vue';
import type { Ref } from 'vue';
import type { Side } from './board-item';

/** Where a dragged row's name and side are kept: the library takes any data with text keys. */
const NAME_KEY = 'user-migration-item';
const SIDE_KEY = 'user-migration-side';

export interface DraggedRow {
  name: string;
  side: Side;
}

/** Makes a row draggable, and a place to drop rows of the other side on. */
export function useDragRow(element: Ref<HTMLElement | null>, side: Side, id: () => string): void {
  let release: (() => void)[] = [];
  const end = (): void => {
    for (const stop of release) stop();
    release = [];
  };
  watch(
    element,
    (row) => {
      end();
      if (row === null) return;
      const data = (): Record<string, unknown> => ({ [NAME_KEY]: id(), [SIDE_KEY]: side });
      release = [
        draggable({ element: row, getInitialData: data }),
        dropTargetForElements({
          element: row,
          canDrop: ({ source }) => {
            const dragged = draggedRow(source.data);
            return dragged !== null && dragged.side !== side;
          },
          getData: data,
        }),
      ];
    },
    { flush: 'post', immediate: true },
  );
  onScopeDispose(end);
}

/** The row in a drag's or a drop target's data. */
export function draggedRow(data: Record<string | symbol, unknown> | undefined): DraggedRow | null {
  const name = data?.[NAME_KEY];
  const side = data?.[SIDE_KEY];
  return typeof name === 'string' && (side === 'source' || side === 'target') ? { name, side } : null;
}

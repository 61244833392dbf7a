import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { onScopeDispose, watch } from 'vue';
import type { Ref } from 'vue';
import type { Side } from './board-item';

/** Where a dragged row's name is kept: the library takes any data with text keys. */
export const DRAG_KEY = 'user-migration-item';

/** Makes a source row draggable, and a target row a place to drop it on. */
export function useDragRow(element: Ref<HTMLElement | null>, side: Side, id: () => string): void {
  let release: (() => void) | null = null;
  watch(
    element,
    (row) => {
      release?.();
      release = row === null ? null : register(row, side, id);
    },
    { flush: 'post', immediate: true },
  );
  onScopeDispose(() => release?.());
}

function register(element: HTMLElement, side: Side, id: () => string): () => void {
  return side === 'source'
    ? draggable({ element, getInitialData: () => ({ [DRAG_KEY]: id() }) })
    : dropTargetForElements({
        element,
        canDrop: ({ source }) => DRAG_KEY in source.data,
        getData: () => ({ [DRAG_KEY]: id() }),
      });
}

/** The name in a drag's or a drop target's data. */
export function draggedName(data: Record<string | symbol, unknown> | undefined): string | null {
  const name = data?.[DRAG_KEY];
  return typeof name === 'string' ? name : null;
}

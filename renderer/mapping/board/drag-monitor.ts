import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { onMounted, onScopeDispose } from 'vue';
import { useAutoScroll } from './auto-scroll';
import type { Side } from './board-item';
import { draggedRow } from './drag-data';
import type { PickUp } from './pick-up';

/**
 * A drag is a pick up by mouse: what is under the pointer is hovered over, what it ends on is dropped on.
 * @param carried the rows that are dragged along with this one
 * @param columns the lists that scroll while something is dragged near their upper or lower edge
 */
export function useDragMonitor(
  pick: PickUp,
  carried: (name: string, side: Side) => string[],
  columns: () => HTMLElement[],
): void {
  const scrolling = useAutoScroll(columns);
  let release: (() => void) | null = null;
  onMounted(() => {
    release = monitorForElements({
      canMonitor: ({ source }) => draggedRow(source.data) !== null,
      onDragStart: ({ source }) => {
        const row = draggedRow(source.data);
        if (row !== null) pick.pickUp(carried(row.name, row.side), row.side);
      },
      onDrag: ({ location }) => {
        scrolling.at(location.current.input.clientX, location.current.input.clientY);
      },
      onDropTargetChange: ({ location }) => {
        pick.hover(draggedRow(location.current.dropTargets[0]?.data)?.name ?? null);
      },
      onDrop: ({ location }) => {
        scrolling.stop();
        const row = draggedRow(location.current.dropTargets[0]?.data);
        if (row === null) pick.cancel();
        else pick.drop(row.name);
      },
    });
  });
  onScopeDispose(() => release?.());
}

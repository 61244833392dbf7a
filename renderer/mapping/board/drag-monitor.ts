import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { onMounted, onScopeDispose } from 'vue';
import { draggedName } from './drag-data';
import type { PickUp } from './pick-up';

/** A drag is a pick up by mouse: what is under the pointer is hovered over, what it ends on is dropped on. */
export function useDragMonitor(pick: PickUp): void {
  let release: (() => void) | null = null;
  onMounted(() => {
    release = monitorForElements({
      canMonitor: ({ source }) => draggedName(source.data) !== null,
      onDragStart: ({ source }) => {
        const name = draggedName(source.data);
        if (name !== null) pick.pickUp(name);
      },
      onDropTargetChange: ({ location }) => {
        pick.hover(draggedName(location.current.dropTargets[0]?.data));
      },
      onDrop: ({ location }) => {
        const name = draggedName(location.current.dropTargets[0]?.data);
        if (name === null) pick.cancel();
        else pick.drop(name);
      },
    });
  });
  onScopeDispose(() => release?.());
}

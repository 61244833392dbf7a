import { onScopeDispose } from 'vue';

/** How near to an edge scrolling begins, in pixels. */
const EDGE = 48;
/** Pixels in a second at the edge itself: at first, and after {@link FULL_SPEED_MS}. */
const SLOW = 500;
const FAST = 12_000;
const FULL_SPEED_MS = 3_000;

export interface AutoScroll {
  /** The pointer is here, in coordinates of the window. */
  at: (x: number, y: number) => void;
  stop: () => void;
}

/** Scrolls the list whose edge the pointer is near, faster the longer it stays there. */
export function useAutoScroll(lists: () => HTMLElement[]): AutoScroll {
  let pointer: { x: number; y: number } | null = null;
  let since: number | null = null;
  let last = 0;
  let frame: number | null = null;

  function tick(now: number): void {
    frame = pointer === null ? null : requestAnimationFrame(tick);
    const list = lists().find((element) => isOver(element, pointer));
    const share = list === undefined || pointer === null ? 0 : nearness(list, pointer.y);
    if (list === undefined || share === 0) {
      since = null;
      last = now;
      return;
    }
    since ??= now;
    const speed = SLOW + (FAST - SLOW) * Math.min(1, (now - since) / FULL_SPEED_MS) ** 2;
    list.scrollTop += (share * speed * Math.min(100, now - last)) / 1_000;
    last = now;
  }

  function stop(): void {
    pointer = null;
    since = null;
    if (frame !== null) cancelAnimationFrame(frame);
    frame = null;
  }

  onScopeDispose(stop);
  return {
    at: (x, y) => {
      pointer = { x, y };
      if (frame !== null) return;
      last = performance.now();
      frame = requestAnimationFrame(tick);
    },
    stop,
  };
}

function isOver(element: HTMLElement, pointer: { x: number; y: number } | null): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return (
    pointer !== null &&
    pointer.x >= left &&
    pointer.x <= right &&
    pointer.y >= top - EDGE &&
    pointer.y <= bottom + EDGE
  );
}

/** From -1 at the upper edge over 0 in the middle to 1 at the lower edge. */
function nearness(element: HTMLElement, y: number): number {
  const { top, bottom } = element.getBoundingClientRect();
  if (y < top + EDGE) return -Math.min(1, (top + EDGE - y) / EDGE);
  if (y > bottom - EDGE) return Math.min(1, (y - bottom + EDGE) / EDGE);
  return 0;
}

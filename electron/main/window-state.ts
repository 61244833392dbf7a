import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Rectangle } from 'electron';
import { sync as writeFileAtomic } from 'write-file-atomic';

export interface WindowState {
  bounds: Rectangle;
  maximized: boolean;
}

const SMALLEST = { width: 960, height: 640 };
const FIRST = { width: 1280, height: 860 };
/** At least this much of the title bar must be on a screen, in pixels. */
const GRIP = 80;

/** Size and place of the window at the last time, read and written at once: a window that closes does not wait. */
export function windowStateFile(directory: string): {
  read(): WindowState | null;
  write(state: WindowState): void;
} {
  const path = join(directory, 'window-state.json');
  return {
    read() {
      try {
        const state: unknown = JSON.parse(readFileSync(path, 'utf8'));
        return isWindowState(state) ? state : null;
      } catch {
        return null;
      }
    },
    write(state) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileAtomic(path, JSON.stringify(state), { mode: 0o600 });
    },
  };
}

/**
 * Where to put the window: where it was, unless that screen is gone; never smaller than it can be used.
 * @param screens work areas of the screens there are
 */
export function windowBounds(
  state: WindowState | null,
  screens: readonly Rectangle[],
): { width: number; height: number; x?: number; y?: number } {
  if (state === null) return FIRST;
  const { x, y } = state.bounds;
  const width = Math.max(state.bounds.width, SMALLEST.width);
  const height = Math.max(state.bounds.height, SMALLEST.height);
  const visible = screens.some(
    (screen) =>
      x + width > screen.x + GRIP &&
      x < screen.x + screen.width - GRIP &&
      y >= screen.y &&
      y < screen.y + screen.height - GRIP,
  );
  return visible ? { x, y, width, height } : { width, height };
}

function isWindowState(value: unknown): value is WindowState {
  if (typeof value !== 'object' || value === null || !('bounds' in value) || !('maximized' in value))
    return false;
  const { bounds, maximized } = value;
  if (typeof bounds !== 'object' || bounds === null || typeof maximized !== 'boolean') return false;
  const numbers: Record<string, unknown> = { ...bounds };
  return ['x', 'y', 'width', 'height'].every((name) => Number.isFinite(numbers[name]));
}

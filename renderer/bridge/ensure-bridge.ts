import type { Bridge } from '../../shared/contract';
import { createBrowserBridge } from './browser-bridge';

declare global {
  interface Window {
    /** Put there by the preload script; in a plain browser by {@link ensureBridge}. */
    userMigration?: Bridge;
  }
}

/** The bridge to the services: the preload script's, or one over a WebSocket in browser mode. */
export function ensureBridge(): Bridge {
  window.userMigration ??= createBrowserBridge();
  return window.userMigration;
}

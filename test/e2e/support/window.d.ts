import type { Bridge } from '../../../shared/contract';

declare global {
  interface Window {
    /** What the preload script puts there. */
    userMigration: Bridge;
  }
}

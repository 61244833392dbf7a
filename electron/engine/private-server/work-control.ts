import type { WorkProgress } from '../../../shared/contract';

/** Follows and cancels work that takes a while: starting the sample, loading or saving a backup. */
export interface WorkControl {
  onProgress?: ((progress: WorkProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

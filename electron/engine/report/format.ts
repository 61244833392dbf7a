/** Numbers and times as reports write them: English, UTC. */

export { formatDuration, formatNumber as formatCount } from '../../../shared/wording';

/** `2026-11-23 03:05:38 UTC`; what is no date stays as it is. */
export function formatTime(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

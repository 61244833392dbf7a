/** Part of a snapshot table's name that tells its run: names are limited to 63 bytes on PostgreSQL. */
export function snapshotSuffix(runId: string): string {
  return runId.replaceAll('-', '').slice(0, 12);
}

/** Name of a snapshot table within the journal. */
export function snapshotName(runId: string, number: number): string {
  return `snapshot_${snapshotSuffix(runId)}_${String(number)}`;
}

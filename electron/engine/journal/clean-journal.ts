import type { Session } from '../connection/database';
import type { SqlDialect } from '../dialects/dialect';
import { snapshotSuffix } from '../plan/snapshot-name';

/** Is there a journal in this database? */
export async function hasJournal(
  execute: (sql: string) => Promise<Record<string, unknown>[]>,
  sql: SqlDialect,
): Promise<boolean> {
  const rows = await execute(sql.journalExists());
  return Number(rows[0]?.present) > 0;
}

/**
 * Removes what no run needs: snapshot tables of rehearsals and of runs that were killed, and the whole journal
 * when it holds no run. Called with the run's lock held, outside a transaction.
 */
export async function cleanJournal(session: Session, sql: SqlDialect): Promise<void> {
  const select = async (text: string): Promise<Record<string, unknown>[]> =>
    (await session.execute(text)).rows;
  if (!(await hasJournal(select, sql))) return;
  const runs = await select(
    `SELECT run_id, manifest IS NOT NULL AS undoable FROM ${sql.journalTable('run')}`,
  );
  const kept = new Set(
    runs.filter((run) => Number(run.undoable) === 1).map((run) => snapshotSuffix(String(run.run_id))),
  );
  for (const row of await select(sql.listSnapshots())) {
    const name = String(row.name);
    const suffix = name.split('_')[1] ?? '';
    if (!kept.has(suffix)) await session.execute(`DROP TABLE IF EXISTS ${sql.journalTable(name)}`);
  }
  if (runs.length > 0) return;
  for (const text of sql.dropJournal()) await session.execute(text);
}

import type { Finding } from '../../../shared/findings';
import type { Database, Query } from '../connection/database';
import { toSample } from './check-context';
import { countOf, finding } from './finding';

/** Where every live Mendix runtime has a row, in all versions seen. */
const HEARTBEAT_TABLE = 'system$xasinstance';
/** The runtime rewrites its row every 5 minutes: after twice that and a bit it is dead. */
const HEARTBEAT_MINUTES = 11;

/**
 * Is the app running? A row that was rewritten lately says so; none proves nothing, see `other-connections`.
 * @param ignoreRunningApp the administrator said that it does not run: a warning only
 */
export async function checkRunningApp(
  query: Query,
  database: Pick<Database, 'dialect' | 'schema'>,
  ignoreRunningApp = false,
): Promise<Finding[]> {
  const { sql, catalog } = database.dialect;
  const tables = (await query(catalog.tables(database.schema))).map((row) => String(row.table_name));
  // Some servers fold the case of table names.
  const table = tables.find((name) => name.toLowerCase() === HEARTBEAT_TABLE);
  if (table === undefined) return [];
  const sample = toSample(
    await query(`SELECT COUNT(*) OVER () AS total, id AS example FROM ${sql.quote(table)}
WHERE lastupdate > ${sql.utcNow()} - INTERVAL '${String(HEARTBEAT_MINUTES)}' MINUTE ORDER BY id LIMIT 5`),
  );
  if (sample.count === 0) return [];
  return [
    finding({
      code: 'app-running',
      severity: ignoreRunningApp ? 'warning' : 'error',
      subject: HEARTBEAT_TABLE,
      sample,
      message: `${countOf(sample.count, 'instance')} of the app gave a sign of life in the last ${String(HEARTBEAT_MINUTES)} minutes.`,
      remedy:
        'Stop the app and check again; if it was stopped by force a moment ago, wait, or confirm that it does not run.',
    }),
  ];
}

import type { Finding } from '../../../shared/findings';
import { asking } from '../connection/ask';
import { TEXT } from '../connection/cells';
import type { Database, Query } from '../connection/database';
import { CatalogRow } from '../dialects/catalog-row';
import { int, name, sql } from '../sql/fragment';
import { EXAMPLE, toSample } from './check-context';
import { countOf, finding } from './finding';

/** Where every live Mendix runtime has a row, in all versions seen. */
const HEARTBEAT_TABLE = 'system$xasinstance';
const HEARTBEAT = EXAMPLE.extend({ heartbeat: TEXT, present: TEXT });
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
  const { statements, catalog } = database.dialect;
  const tables = (await query(catalog.tables(database.schema))).map((row) =>
    new CatalogRow(row).text('table_name'),
  );
  // Some servers fold the case of table names.
  const table = tables.find((each) => each.toLowerCase() === HEARTBEAT_TABLE);
  if (table === undefined) return [];
  const now = statements.utcNow();
  const ask = asking(query, database.dialect);
  const rows = await ask(
    HEARTBEAT,
    sql`SELECT COUNT(*) OVER () AS total, id AS example,
  CAST(lastupdate AS CHAR(19)) AS heartbeat, CAST(${now} AS CHAR(19)) AS present FROM ${name(table)}
WHERE lastupdate > ${now} - INTERVAL '${int(HEARTBEAT_MINUTES)}' MINUTE ORDER BY lastupdate DESC LIMIT 5`,
  );
  const [latest] = rows;
  if (latest === undefined) return [];
  const sample = toSample(rows);
  const heartbeat = utcTime(latest.heartbeat);
  const minutes = Math.max(0, Math.round((utcTime(latest.present) - heartbeat) / 60_000));
  return [
    finding({
      code: 'app-running',
      severity: ignoreRunningApp ? 'warning' : 'error',
      subject: HEARTBEAT_TABLE,
      sample,
      message: `${countOf(sample.count, 'instance')} of the app ${sample.count === 1 ? 'is' : 'are'} running: last heartbeat ${clock(heartbeat)} UTC, ${countOf(minutes, 'minute')} ago.`,
      remedy: `Stop the app and check again. After a forced stop its heartbeat counts until ${clock(heartbeat + HEARTBEAT_MINUTES * 60_000)} UTC: wait, or confirm that the app is not running.`,
    }),
  ];
}

/** @param value `2026-11-28 21:03:00`, as both databases write it */
function utcTime(value: string): number {
  return Date.parse(`${value.replace(' ', 'T')}Z`);
}

/** `21:03` */
function clock(time: number): string {
  return new Date(time).toISOString().slice(11, 16);
}

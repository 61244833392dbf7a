import { z } from 'zod';
import type { Ask } from '../connection/ask';
import { NUMBER, SHOWN } from '../connection/cells';
import { name, sql } from '../sql/fragment';
import { SUBMETAOBJECTNAME } from './physical-names';

const ENTITY_USERS = z.object({ entity: SHOWN, users: NUMBER });

/**
 * Users of exactly each entity, by its name as the users' rows bear it.
 * @param table of System.User
 */
export async function usersPerEntity(ask: Ask, table: string): Promise<Map<string, number>> {
  const entity = name(SUBMETAOBJECTNAME);
  const rows = await ask(
    ENTITY_USERS,
    sql`SELECT ${entity} AS entity, COUNT(*) AS users FROM ${name(table)} GROUP BY ${entity}`,
  );
  return new Map(rows.map((row) => [row.entity, row.users]));
}

import type { z } from 'zod';
import type { Fragment } from '../sql/fragment';
import { compile } from '../sql/fragment';
import type { Database, Query, Session } from './database';

/** Rows of a query that is written as a fragment; one that is not as `row` says is a defect, not an empty value. */
export type Ask = <T>(row: z.ZodType<T>, query: Fragment) => Promise<T[]>;

/** Asks through a session of the server, or within a READ ONLY transaction. */
export function asking(query: Query, { type }: Database['dialect']): Ask {
  return async (row, fragment) => {
    const { sql, parameters } = compile(fragment, type);
    return (await query(sql, parameters)).map((each) => row.parse(each));
  };
}

/** The rows of what is asked in a session that is at work. */
export function queryIn(session: Session): Query {
  return async (sql, parameters) => (await session.execute(sql, parameters)).rows;
}

export function askingIn(session: Session, dialect: Database['dialect']): Ask {
  return asking(queryIn(session), dialect);
}

/** Carries out a statement that answers nothing. */
export async function carryOut(
  session: Session,
  { type }: Database['dialect'],
  statement: Fragment,
): Promise<void> {
  const { sql, parameters } = compile(statement, type);
  await session.execute(sql, parameters);
}

import type { Fragment } from '../sql/fragment';
import { compile } from '../sql/fragment';
import type { Database, Query, Row, Session } from './database';

/** Rows of a query that is written as a fragment. */
export type Ask = (query: Fragment) => Promise<Row[]>;

/** Asks through a session of the server, or within a READ ONLY transaction. */
export function asking(query: Query, { type }: Database['dialect']): Ask {
  return (fragment) => {
    const { sql, parameters } = compile(fragment, type);
    return query(sql, parameters);
  };
}

/** The rows of what is asked in a session that is at work. */
export function queryIn(session: Session): Query {
  return async (sql, parameters) => (await session.execute(sql, parameters)).rows;
}

export function askingIn(session: Session, dialect: Database['dialect']): Ask {
  return asking(queryIn(session), dialect);
}

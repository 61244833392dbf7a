import { isDeepStrictEqual } from 'node:util';
import type { Database, Session } from '../../electron/engine/connection/database';
import type { SqlParameter } from '../../shared/plan';

type Answer = Awaited<ReturnType<Session['execute']>>;

/** One statement that was sent inside a transaction. */
export interface SentCall {
  sql: string;
  parameters: readonly SqlParameter[];
  answer: Answer;
}

/** The server makes the same random numbers for the same statement every time. */
const SEED = {
  postgres: ['SELECT setseed(0.42)'],
  mysql: ['SET SESSION rand_seed1 = 4242', 'SET SESSION rand_seed2 = 2424'],
};

/** Sends a statement; one that makes random numbers gets the same ones every time. */
export async function send(
  session: Session,
  type: 'postgres' | 'mysql',
  sql: string,
  parameters: readonly SqlParameter[] = [],
): Promise<Answer> {
  if (/\brand(om)?\s*\(/i.test(sql)) for (const seed of SEED[type]) await session.execute(seed);
  return session.execute(sql, parameters);
}

/** What happened on a {@link ReplayedDatabase}. */
export interface Replay {
  calls: SentCall[];
  /** The server refused a statement. */
  databaseError: Error | null;
}

/**
 * A database for one transaction that has already begun on a real session: what was carried out before the
 * mutation is answered from memory, everything else is sent, and the end is a ROLLBACK to the savepoint there.
 * Nothing outside the transaction is sent.
 *
 * @param position number of calls that were carried out.
 */
export function replayedDatabase(
  database: Database,
  real: Session,
  baseline: { calls: readonly SentCall[]; position: number; savepoint: string },
): { database: Database; replay: Replay } {
  const replay: Replay = { calls: [], databaseError: null };
  const { type, session: dialect } = database.dialect;
  const begin = new Set(dialect.begin());
  let begun = false;
  const session: Session = {
    backendId: real.backendId,
    execute: async (sql, parameters = []) => {
      if (begin.has(sql)) {
        begun = true;
        return { rows: [], affected: 0 };
      }
      if (!begun) {
        return sql === dialect.tryLock() ? { rows: [{ locked: 1 }], affected: 1 } : { rows: [], affected: 0 };
      }
      const number = replay.calls.length;
      const known = baseline.calls[number];
      let answer: Answer;
      if (number < baseline.position) {
        if (known?.sql !== sql || !isDeepStrictEqual(known.parameters, parameters)) {
          throw new Error(`Statement ${String(number)} was another one before: ${sql}`);
        }
        answer = known.answer;
      } else {
        try {
          answer = await send(real, type, sql, parameters);
        } catch (error) {
          replay.databaseError = error instanceof Error ? error : new Error(String(error));
          throw error;
        }
      }
      replay.calls.push({ sql, parameters, answer });
      return answer;
    },
    inTransaction: () => begun,
    commit: () => Promise.reject(new Error('A mutant is never committed.')),
    rollback: async () => {
      begun = false;
      await real.execute(`ROLLBACK TO SAVEPOINT ${baseline.savepoint}`);
    },
    release: () => Promise.resolve(),
    destroy: () => Promise.resolve(),
  };
  return { database: { ...databaseParts(database), session: () => Promise.resolve(session) }, replay };
}

function databaseParts(database: Database): Omit<Database, 'session'> {
  return {
    dialect: database.dialect,
    info: database.info,
    connection: database.connection,
    schema: database.schema,
    readOnly: (work, tables) => database.readOnly(work, tables),
    close: () => Promise.resolve(),
  };
}

import type { Database, Query, Session } from '../../electron/engine/connection/database';
import type { Progress } from '../../shared/plan';

/** What a statement was sent for. `journal` is what a run writes down for undo. */
export type Part = 'checks' | 'prepare' | 'statements' | 'journal' | 'verification' | 'commit';
export const PARTS: readonly Part[] = [
  'checks',
  'prepare',
  'statements',
  'journal',
  'verification',
  'commit',
];

/** One statement as it was sent. */
export interface Sent {
  part: Part;
  title: string;
  sql: string;
  rows: number;
  ms: number;
}

/** A {@link Database} that writes down what it is sent, for what, and how long each took. */
export class Profile {
  readonly sent: Sent[] = [];
  readonly database: Database;
  private state: Progress['state'] = 'preparing';
  private title = '';

  constructor(database: Database) {
    this.database = replace(database, {
      readOnly: (work, tables) =>
        database.readOnly((query, manager) => work(this.observedQuery(query), manager), tables),
      session: async () => this.observedSession(await database.session()),
    });
  }

  /** Give it to the run: it says what each statement is for. */
  readonly onProgress = ({ state, title }: Progress): void => {
    this.state = state;
    this.title = title;
  };

  /** Milliseconds of one part. */
  ms(part: Part): number {
    return this.sent.filter((each) => each.part === part).reduce((sum, { ms }) => sum + ms, 0);
  }

  private observedQuery(query: Query): Query {
    return async (sql, parameters) => {
      const startedAt = performance.now();
      const rows = await query(sql, parameters);
      this.add('checks', '', sql, rows.length, startedAt);
      return rows;
    };
  }

  private observedSession(session: Session): Session {
    return replace(session, {
      execute: async (sql, parameters) => {
        const startedAt = performance.now();
        const result = await session.execute(sql, parameters);
        this.add(this.partOf(sql), this.title, sql, result.affected, startedAt);
        return result;
      },
      commit: async () => {
        const startedAt = performance.now();
        const committed = await session.commit();
        this.add('commit', 'Commit', 'COMMIT', 0, startedAt);
        return committed;
      },
    });
  }

  private add(part: Part, title: string, sql: string, rows: number, startedAt: number): void {
    this.sent.push({ part, title, sql, rows, ms: performance.now() - startedAt });
  }

  private partOf(sql: string): Part {
    if (this.state === 'preparing') return 'prepare';
    if (this.state === 'verifying') return /^\s*INSERT/i.test(sql) ? 'journal' : 'verification';
    if (this.state !== 'running') return 'commit';
    // The map of ids is work that hand-written SQL has as well.
    return /^\s*INSERT INTO\s+\S*user_migration\S*/i.test(sql) &&
      !/^\s*INSERT INTO\s+\S*(moved_user|id_?map)/i.test(sql)
      ? 'journal'
      : 'statements';
  }
}

/** The same object with some of its methods replaced. */
function replace<T extends object>(object: T, methods: Partial<T>): T {
  return new Proxy(object, {
    get(target, name) {
      const method: unknown = Reflect.get(methods, name);
      if (method !== undefined) return method;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

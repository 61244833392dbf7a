import type { BackupInfo } from '../../../shared/connection';
import type { Column, Entity } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { Project } from '../../../shared/project';
import type { Query, Row } from '../connection/database';
import type { Dialect, SqlDialect } from '../dialects/dialect';
import { OBJECT_ID, SUBMETAOBJECTNAME } from '../mendix/physical-names';
import type { PlannedStep } from '../decide/planned-step';
import type { Bind } from '../plan/statement-text';
import { statementText } from '../plan/statement-text';
import { userTable } from '../decide/user-table';
import type { Sample } from './finding';

const MAX_EXAMPLES = 5;

export interface CheckOptions {
  /** The administrator said that the app does not run although its heartbeat is fresh. */
  ignoreRunningApp: boolean;
  /** Stops the check before its next query. */
  signal?: AbortSignal | undefined;
}

/** The users of a step as a FROM and WHERE, with the columns of one level of theirs. */
export interface MovedUsers {
  from: string;
  where: string;
  /** Column of `u`, the System.User row: the object id. */
  id: string;
  /** A column of the level that was asked for. */
  column: (name: string) => string;
}

/** What the checks of one project share; asks the database within one READ ONLY transaction. */
export class CheckContext {
  readonly sql: SqlDialect;
  /** Quoted name of System.User's table. */
  readonly users: string;

  constructor(
    readonly index: DomainModelIndex,
    readonly project: Project,
    /** Steps whose entities exist and can be a pair, in the order of the project. */
    readonly steps: PlannedStep[],
    readonly options: CheckOptions,
    readonly dialect: Dialect,
    readonly schema: string,
    readonly query: Query,
    /** The backup that the database was loaded from. */
    readonly backup: BackupInfo | null = null,
  ) {
    this.sql = dialect.sql;
    this.users = this.sql.quote(userTable(index));
  }

  /** Rows of a query that is written with bound values. */
  rows(write: (bind: Bind) => string): Promise<Row[]> {
    const { sql, parameters } = statementText(this.sql, write);
    return this.query(sql, parameters);
  }

  /** @param write a SELECT with one column `example`, a row for each row concerned */
  async sample(write: (bind: Bind) => string): Promise<Sample> {
    const rows = await this.rows(
      (bind) => `SELECT COUNT(*) OVER () AS total, v.example AS example
FROM (${write(bind)}) AS v
ORDER BY v.example LIMIT ${String(MAX_EXAMPLES)}`,
    );
    return toSample(rows);
  }

  /** @param write a SELECT with `example` and the number `weight` of rows that it stands for */
  async sampleGroups(write: (bind: Bind) => string): Promise<Sample> {
    const rows = await this.rows(
      (bind) => `SELECT SUM(v.weight) OVER () AS total, v.example AS example
FROM (${write(bind)}) AS v
ORDER BY v.example LIMIT ${String(MAX_EXAMPLES)}`,
    );
    return toSample(rows);
  }

  /** A physical column of an entity's table. */
  column(entity: Entity, name: string): Column | undefined {
    return this.index.table(entity.table)?.columns.find((column) => column.name === name);
  }

  /** The users that a step moves; `level` is a generalization of the source, whose row may be missing. */
  movedUsers(planned: PlannedStep, bind: Bind, level?: Entity): MovedUsers {
    const joined = level !== undefined && level.name !== SYSTEM_USER;
    const alias = joined ? 'l' : 'u';
    return {
      from: joined
        ? `${this.users} AS u LEFT JOIN ${this.sql.quote(level.table)} AS l ON l.id = u.id`
        : `${this.users} AS u`,
      where: `u.${this.sql.quote(SUBMETAOBJECTNAME)} = ${bind(planned.source.name)}`,
      id: `u.${OBJECT_ID}`,
      column: (name) => `${alias}.${this.sql.quote(name)}`,
    };
  }
}

export function toSample(rows: Row[]): Sample {
  return {
    count: Number(rows[0]?.total ?? 0),
    examples: rows.map((row) => String(row.example)),
  };
}

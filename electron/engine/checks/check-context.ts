import type { BackupInfo } from '../../../shared/connection';
import type { Column, Entity } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { Project } from '../../../shared/project';
import type { Query, Row } from '../connection/database';
import { decidedStep } from '../decide/decide';
import type { NameList } from '../decide/decide-users';
import type { DecidedStep } from '../decide/decisions';
import type { PlannedStep } from '../decide/planned-step';
import { userNameCollation, userNameColumn, userTable } from '../decide/user-table';
import type { Dialect, SqlDialect } from '../dialects/dialect';
import { OBJECT_ID } from '../mendix/physical-names';
import type { UserNames } from '../plan/candidates';
import { candidates, whoMoves } from '../plan/candidates';
import type { Bind } from '../plan/statement-text';
import { statementText } from '../plan/statement-text';
import type { Fragment } from '../sql/fragment';
import { compile } from '../sql/fragment';
import type { Sample } from './finding';

const MAX_EXAMPLES = 5;

export interface CheckOptions {
  /** The administrator said that the app does not run although its heartbeat is fresh. */
  ignoreRunningApp: boolean;
  /** Stops the check before its next query. */
  signal?: AbortSignal | undefined;
  /** Names of the files that the project names. */
  names?: readonly NameList[];
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

/** Everybody who leaves the source, or those of them who become new objects: not those who are merged. */
export type UserPart = 'leaving' | 'creating';

/** What the checks of one project share; asks the database within one READ ONLY transaction. */
export class CheckContext {
  readonly sql: SqlDialect;
  /** Quoted name of System.User's table. */
  readonly users: string;
  readonly names: UserNames;

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
    this.names = {
      userTable: userTable(index),
      nameColumn: userNameColumn(index),
      nameCollation: userNameCollation(index),
    };
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

  /**
   * Condition: the row of System.User under the alias is of a user whom the step moves; it may be NULL instead of false.
   * @param source another entity whose users are asked for, by the conditions of the step
   */
  isMoved(planned: PlannedStep, alias: string, part: UserPart = 'leaving', source?: string): string {
    const step = whoMoves(this.stepOf(planned, part, source));
    // Only names of a file are joined to the users; all other conditions are about the row itself.
    if ((step.name?.names ?? null) === null) return this.candidates(step, alias).where;
    const { from, where } = this.candidates(step);
    return `${alias}.${OBJECT_ID} IN (SELECT candidate.${OBJECT_ID} FROM ${from} WHERE ${where})`;
  }

  /** A SELECT of the users whom a step moves: `id`, `old_name`, `new_name`. */
  namedUsers(planned: PlannedStep, part: UserPart = 'creating'): string {
    const { from, where, newName } = this.candidates(this.stepOf(planned, part));
    const old = `candidate.${this.sql.quote(this.names.nameColumn)}`;
    return `SELECT candidate.${OBJECT_ID} AS id, ${old} AS old_name, ${newName} AS new_name FROM ${from} WHERE ${where}`;
  }

  /** What the step's rule for names takes for its users (`candidate`), which may be empty; null where there is no such rule. */
  unruledName(planned: PlannedStep): { from: string; where: string; name: string; stored: string } | null {
    const { from, where, ruled } = this.candidates(this.stepOf(planned, 'leaving'));
    return ruled === null ? null : { from, where, ...ruled };
  }

  private candidates(
    step: DecidedStep,
    alias = 'candidate',
  ): {
    from: string;
    where: string;
    newName: string;
    ruled: { name: string; stored: string } | null;
  } {
    const text = (fragment: Fragment): string => toText(this.dialect, fragment);
    const { from, where, newName, ruled } = candidates(this.names, this.dialect.statements, step, alias);
    return {
      from: text(from),
      where: text(where),
      newName: text(newName),
      ruled: ruled === null ? null : { name: text(ruled.name), stored: text(ruled.stored) },
    };
  }

  /** A step as the plan has it. */
  stepOf(planned: PlannedStep, part: UserPart, source?: string): DecidedStep {
    const decided = decidedStep(planned);
    const step = source === undefined ? decided : { ...decided, source };
    // Users who are merged leave as well.
    return part === 'leaving' && step.existing?.then === 'merge' ? { ...step, existing: null } : step;
  }

  /** The users that a step moves; `level` is a generalization of the source, whose row may be missing. */
  movedUsers(planned: PlannedStep, level?: Entity, part: UserPart = 'leaving'): MovedUsers {
    const joined = level !== undefined && level.name !== SYSTEM_USER;
    const alias = joined ? 'l' : 'u';
    return {
      from: joined
        ? `${this.users} AS u LEFT JOIN ${this.sql.quote(level.table)} AS l ON l.id = u.id`
        : `${this.users} AS u`,
      where: this.isMoved(planned, 'u', part),
      id: `u.${OBJECT_ID}`,
      column: (name) => `${alias}.${this.sql.quote(name)}`,
    };
  }
}

/** No value is bound in the parts of {@link candidates}. */
function toText(dialect: Dialect, fragment: Fragment): string {
  const { sql, parameters } = compile(fragment, dialect.type);
  if (parameters.length > 0) throw new RangeError('A condition of users binds no values.');
  return sql;
}

export function toSample(rows: Row[]): Sample {
  return {
    count: Number(rows[0]?.total ?? 0),
    examples: rows.map((row) => String(row.example)),
  };
}

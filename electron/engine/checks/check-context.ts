import { z } from 'zod';
import type { BackupInfo } from '../../../shared/connection';
import type { Column, Entity } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { Project } from '../../../shared/project';
import type { Ask } from '../connection/ask';
import { asking } from '../connection/ask';
import { NUMBER, SHOWN } from '../connection/cells';
import type { Query } from '../connection/database';
import { decidedStep } from '../decide/decide';
import type { NameList } from '../decide/decide-users';
import type { DecidedStep } from '../decide/decisions';
import type { PlannedStep } from '../decide/planned-step';
import { userNameCollation, userNameColumn, userTable } from '../decide/user-table';
import type { Dialect } from '../dialects/dialect';
import type { StatementDialect } from '../dialects/statement-dialect';
import type { Candidates, UserNames } from '../plan/candidates';
import { candidates, whoMoves } from '../plan/candidates';
import { idOf } from '../plan/reserve';
import type { Fragment } from '../sql/fragment';
import { column, int, name, or, sql } from '../sql/fragment';
import type { Sample } from './finding';

const MAX_EXAMPLES = 5;

export const EXAMPLE = z.object({ total: NUMBER, example: SHOWN });

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
  from: Fragment;
  where: Fragment;
  /** Column of `u`, the System.User row: the object id. */
  id: Fragment;
  /** A column of the level that was asked for. */
  column: (name: string) => Fragment;
}

/** Everybody who leaves the source, or those of them who become new objects: not those who are merged. */
export type UserPart = 'leaving' | 'creating';

/** What the checks of one project share; asks the database within one READ ONLY transaction. */
export class CheckContext {
  readonly statements: StatementDialect;
  /** System.User's table. */
  readonly users: Fragment;
  readonly names: UserNames;
  /** Rows of a query within the transaction of the check. */
  readonly rows: Ask;

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
    this.statements = dialect.statements;
    this.users = name(userTable(index));
    this.rows = asking(query, dialect);
    this.names = {
      userTable: userTable(index),
      nameColumn: userNameColumn(index),
      nameCollation: userNameCollation(index),
    };
  }

  /** @param rows a SELECT with one column `example`, a row for each row concerned */
  async sample(rows: Fragment): Promise<Sample> {
    return toSample(
      await this.rows(
        EXAMPLE,
        sql`SELECT COUNT(*) OVER () AS total, v.example AS example
FROM (${rows}) AS v
ORDER BY v.example LIMIT ${int(MAX_EXAMPLES)}`,
      ),
    );
  }

  /** @param groups a SELECT with `example` and the number `weight` of rows that it stands for */
  async sampleGroups(groups: Fragment): Promise<Sample> {
    return toSample(
      await this.rows(
        EXAMPLE,
        sql`SELECT SUM(v.weight) OVER () AS total, v.example AS example
FROM (${groups}) AS v
ORDER BY v.example LIMIT ${int(MAX_EXAMPLES)}`,
      ),
    );
  }

  /** A physical column of an entity's table. */
  column(entity: Entity, columnName: string): Column | undefined {
    return this.index.table(entity.table)?.columns.find((each) => each.name === columnName);
  }

  /**
   * Condition: the row of System.User under the alias is of a user whom the step moves; it may be NULL instead of false.
   * @param source another entity whose users are asked for, by the conditions of the step
   */
  isMoved(planned: PlannedStep, alias: string, part: UserPart = 'leaving', source?: string): Fragment {
    const step = whoMoves(this.stepOf(planned, part, source));
    // Only names of a file are joined to the users; all other conditions are about the row itself.
    if ((step.name?.names ?? null) === null) return this.candidates(step, alias).where;
    const { from, where } = this.candidates(step);
    return sql`${idOf(alias)} IN (SELECT ${idOf('candidate')} FROM ${from} WHERE ${where})`;
  }

  /** WHERE of the rows under the alias that belong to no user whom one of these steps moves; nothing where there is no step. */
  withoutMoved(steps: readonly PlannedStep[], alias: string): Fragment {
    if (steps.length === 0) return sql``;
    const isMoved = steps.map((planned) => this.isMoved(planned, 'g'));
    return sql`
WHERE NOT EXISTS (SELECT 1 FROM ${this.users} AS g WHERE ${idOf('g')} = ${idOf(alias)} AND ${or(isMoved)})`;
  }

  /** A SELECT of the users whom a step moves: `id`, `old_name`, `new_name`. */
  namedUsers(planned: PlannedStep, part: UserPart = 'creating'): Fragment {
    const { from, where, newName } = this.candidates(this.stepOf(planned, part));
    return sql`SELECT ${idOf('candidate')} AS id, ${column('candidate', this.names.nameColumn)} AS old_name, ${newName} AS new_name FROM ${from} WHERE ${where}`;
  }

  /** What the step's rule for names takes for its users (`candidate`), which may be empty; null where there is no such rule. */
  unruledName(
    planned: PlannedStep,
  ): { from: Fragment; where: Fragment; name: Fragment; stored: Fragment } | null {
    const { from, where, ruled } = this.candidates(this.stepOf(planned, 'leaving'));
    return ruled === null ? null : { from, where, ...ruled };
  }

  private candidates(step: DecidedStep, alias = 'candidate'): Candidates {
    return candidates(this.names, this.statements, step, alias);
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
    const users = sql`${this.users} AS u`;
    return {
      from: joined ? sql`${users} LEFT JOIN ${name(level.table)} AS l ON ${idOf('l')} = ${idOf('u')}` : users,
      where: this.isMoved(planned, 'u', part),
      id: idOf('u'),
      column: (columnName) => column(alias, columnName),
    };
  }
}

/** @param rows as many as are shown, each with the number of all */
export function toSample(rows: readonly z.infer<typeof EXAMPLE>[]): Sample {
  return { count: rows[0]?.total ?? 0, examples: rows.map(({ example }) => example) };
}

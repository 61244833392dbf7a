import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { Entity } from '../../../shared/domain-model';
import type { Phase, Statement, Verification } from '../../../shared/plan';
import type { SqlDialect } from '../dialects/dialect';
import type { Place } from './place';
import type { PlannedStep } from './planned-step';
import type { Bind } from './statement-text';
import { statementText } from './statement-text';

/** A table whose rows of moved users (or of their sessions) are copied before anything changes. */
export interface SnapshotTable {
  /** Quoted name of the copy in the journal. */
  copy: string;
  /** Physical name of the original. */
  table: string;
  /** Steps whose users have a row there; empty for sessions. */
  steps: number[];
}

export interface StatementHead {
  id: string;
  title: string;
  phase: Phase;
  step?: number;
  writes: string | null;
  expectedRows?: number | null;
  weight?: number;
}

/** What all phases of one plan share. */
export class PlanContext {
  readonly movedUser: string;
  readonly reference: string;
  readonly removedSession: string;
  readonly counter: string;
  readonly fingerprint: string;

  constructor(
    readonly index: DomainModelIndex,
    readonly sql: SqlDialect,
    readonly runId: string,
    /** In the order in which they are carried out. */
    readonly steps: PlannedStep[],
    readonly places: Place[],
    readonly snapshots: SnapshotTable[],
  ) {
    this.movedUser = sql.journalTable('moved_user');
    this.reference = sql.journalTable('reference');
    this.removedSession = sql.journalTable('removed_session');
    this.counter = sql.journalTable('counter');
    this.fingerprint = sql.journalTable('fingerprint');
  }

  /** Indexes of steps whose old users go. */
  get removingSteps(): number[] {
    return this.steps.filter((planned) => !planned.step.keepOldUsers).map((planned) => planned.index);
  }

  /** Indexes of steps at whose users others point afterwards at the new id. */
  get movingSteps(): number[] {
    return this.steps.filter((planned) => planned.movesReferences).map((planned) => planned.index);
  }

  get totalUsers(): number {
    return this.steps.reduce((sum, planned) => sum + planned.users, 0);
  }

  plannedStep(index: number): PlannedStep {
    const found = this.steps.find((planned) => planned.index === index);
    if (!found) throw new RangeError(`The plan has no step ${String(index)}.`);
    return found;
  }

  /** Users of these steps, as the domain model counted them. */
  usersOf(steps: number[]): number {
    return this.steps
      .filter((planned) => steps.includes(planned.index))
      .reduce((sum, planned) => sum + planned.users, 0);
  }

  snapshotOf(table: string): SnapshotTable {
    const found = this.snapshots.find((snapshot) => snapshot.table === table);
    if (!found) throw new RangeError(`The plan takes no snapshot of ${table}.`);
    return found;
  }

  column(alias: string, column: string): string {
    return `${alias}.${this.sql.quote(column)}`;
  }

  /** `alias.old_id = column` and the like, for users of this run (and of these steps). */
  isMoved(
    bind: Bind,
    alias: string,
    steps: number[],
    match: { oldId?: string; newId?: string } = {},
  ): string {
    const conditions = [`${alias}.run_id = ${bind(this.runId)}`];
    if (match.oldId !== undefined) conditions.push(`${alias}.old_id = ${match.oldId}`);
    if (match.newId !== undefined) conditions.push(`${alias}.new_id = ${match.newId}`);
    if (steps.length < this.steps.length) conditions.push(this.inSteps(alias, steps));
    return conditions.join(' AND ');
  }

  inSteps(alias: string, steps: number[]): string {
    return steps.length === 0 ? '1 = 0' : `${alias}.step IN (${steps.join(', ')})`;
  }

  /** Columns of an entity's table that can be written. */
  writableColumns(entity: Entity): string[] {
    const table = this.index.table(entity.table);
    return (table?.columns ?? []).filter((column) => !column.generated).map((column) => column.name);
  }

  statement(head: StatementHead, write: (bind: Bind) => string): Statement {
    return {
      id: head.id,
      title: head.title,
      phase: head.phase,
      step: head.step ?? null,
      ...statementText(this.sql, write),
      writes: head.writes,
      expectedRows: head.expectedRows ?? null,
      weight: Math.max(1, head.weight ?? head.expectedRows ?? 1),
    };
  }

  verification(name: string, step: number | null, write: (bind: Bind) => string): Verification {
    return { name, step, ...statementText(this.sql, write) };
  }
}

import type { Phase, Statement, Verification } from '../../../shared/plan';
import type { Decisions, Place } from '../decide/decisions';
import { placeOf } from '../decide/decisions';
import type { StatementDialect } from '../dialects/statement-dialect';
import type { RunTables } from '../journal/run-tables';
import { runTables } from '../journal/run-tables';
import type { Fragment } from '../sql/fragment';
import { column, compile, ints, name, sql } from '../sql/fragment';

export interface StatementHead {
  id: string;
  title: string;
  phase: Phase;
  step?: number;
  /** Physical table that is written; null for locks. */
  writes: string | null;
  expectedRows?: number | null;
  weight?: number;
  /** Places of which one must have links of moved users; absent when the statement always runs. */
  needs?: number[];
}

/** What all phases of one plan share: the decisions, the names of the run's tables, and how SQL is written here. */
export class PlanContext {
  readonly tables: RunTables;
  /** The id map. */
  readonly movedUser: Fragment;
  readonly link: Fragment;
  readonly dangling: Fragment;
  readonly objectVersion: Fragment;
  readonly undoLink: Fragment;
  readonly undoSession: Fragment;
  readonly removedSession: Fragment;
  readonly counter: Fragment;
  readonly expectation: Fragment;
  readonly mergedUser: Fragment;
  readonly mergedLink: Fragment;

  constructor(
    readonly decisions: Decisions,
    readonly dialect: StatementDialect,
    readonly runId: string,
  ) {
    this.tables = runTables(runId);
    this.movedUser = dialect.journalTable(this.tables.movedUser);
    this.link = dialect.journalTable(this.tables.link);
    this.dangling = dialect.journalTable(this.tables.dangling);
    this.objectVersion = dialect.journalTable(this.tables.objectVersion);
    this.undoLink = dialect.journalTable(this.tables.undoLink);
    this.undoSession = dialect.journalTable(this.tables.undoSession);
    this.removedSession = dialect.journalTable(this.tables.removedSession);
    this.counter = dialect.journalTable(this.tables.counter);
    this.expectation = dialect.journalTable(this.tables.expectation);
    this.mergedUser = dialect.journalTable(this.tables.mergedUser);
    this.mergedLink = dialect.journalTable(this.tables.mergedLink);
  }

  snapshot(number: number): Fragment {
    return this.dialect.journalTable(this.tables.snapshot(number));
  }

  mergedRow(number: number): Fragment {
    return this.dialect.journalTable(this.tables.mergedRow(number));
  }

  place(number: number): Place {
    return placeOf(this.decisions, number);
  }

  /** `alias.step IN (...)`. */
  isOf(alias: string, steps: readonly number[]): Fragment {
    return sql`${column(alias, 'step')} IN (${ints(steps)})`;
  }

  /** Joins the moved users of these steps who had an old id; the others have no row in `alias`. */
  leftJoinMoved(alias: string, oldId: Fragment, steps: readonly number[]): Fragment {
    return sql`LEFT JOIN ${this.movedUser} AS ${name(alias)} ON ${column(alias, 'old_id')} = ${oldId} AND ${this.isOf(alias, steps)}`;
  }

  /** Condition: the id is the old one of a moved user of these steps. */
  wasMoved(id: Fragment, steps: readonly number[]): Fragment {
    return sql`EXISTS (SELECT 1 FROM ${this.movedUser} AS was WHERE ${column('was', 'old_id')} = ${id} AND ${this.isOf('was', steps)})`;
  }

  /** Index in the project file. */
  private position(step: number | undefined): number | null {
    if (step === undefined) return null;
    return this.decisions.steps.find(({ index }) => index === step)?.position ?? step;
  }

  statement(head: StatementHead, fragment: Fragment): Statement {
    return {
      id: head.id,
      title: head.title,
      phase: head.phase,
      step: this.position(head.step),
      ...compile(fragment, this.dialect.type),
      writes: head.writes,
      expectedRows: head.expectedRows ?? null,
      weight: Math.max(1, head.weight ?? head.expectedRows ?? 1),
      needs: head.needs ?? null,
    };
  }

  verification(
    head: Pick<Verification, 'name' | 'point'> &
      Partial<Pick<Verification, 'covers'>> & { step?: number; needs?: number[] },
    fragment: Fragment,
  ): Verification {
    return {
      name: head.name,
      point: head.point,
      step: this.position(head.step),
      ...compile(fragment, this.dialect.type),
      needs: head.needs ?? null,
      covers: head.covers ?? null,
    };
  }
}

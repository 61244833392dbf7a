import type { Database, Session } from '../../electron/engine/connection/database';
import { runSuffix, suffixOf } from '../../electron/engine/journal/run-tables';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import { runTransaction } from '../../electron/engine/transaction/run-transaction';
import type { TransactionOutcome } from '../../electron/engine/transaction/run-transaction';
import type { SqlParameter, Statement } from '../../shared/plan';
import type { Project, Step } from '../../shared/project';
import type { TestDatabase, TestServer } from '../support/databases';
import { readColumnTypes } from './column-types';
import type { ColumnTypes } from './column-types';
import { changedTables, digestContent, digestTable, listTables } from './content-digest';
import type { ContentDigest, ContentTable } from './content-digest';
import { leaveEarlierRun, planUnderTest, RUN_ID, undoUnderTest } from './plan-under-test';
import type { PlanUnderTest } from './plan-under-test';
import { replayedDatabase, send } from './replayed-database';
import type { SentCall } from './replayed-database';
import type { SqlText } from './sql-nodes';
import { fillTinyApp } from './tiny-app';
import type { TinyIds } from './tiny-app';

const SAVEPOINT = 'mutant';
/** Mutants until the transaction starts again: what they leave behind slows the server down. */
const BATCH = 150;

/** Why a mistake makes no difference, as the bench found out by carrying it out. */
export type Equivalence =
  /** A lock or an estimate: the statement writes no row. */
  | 'writes nothing'
  /** The statement leaves its table with the same rows as without the mistake. */
  | 'same rows'
  /** There is nothing to move in this database, and the statement is not sent. */
  | 'not sent'
  /** Other rows right after the statement, the same ones at the end. */
  | 'same in the end'
  /** Other random bits of object ids, which are as right. */
  | 'random bits';

/** What became of a mutant. */
export type Fate =
  /** An error of the server, or a wrong number of rows where the plan says it. */
  | { fate: 'database'; by: string }
  | { fate: 'verification'; by: string[] }
  /** The same database as without the mistake. */
  | { fate: 'equivalent'; why: Equivalence }
  /** Committed, and these tables are not what they must be. */
  | { fate: 'hole'; tables: string[] };

/** A mistake in a plan. */
export interface MutatedPlan {
  /** The first statement that is not what it was. */
  first: number;
  statements: Statement[];
  /** What takes the place of the first one, where nothing else is different. */
  mutant?: readonly SqlText[];
}

/**
 * A tiny app's database, its plan for a project, and that plan's result: what mutants are compared with.
 * Everything happens in one transaction of a real session, which is never committed; the product's own
 * {@link runTransaction} carries each mutant out.
 */
export class MutationBench {
  /** Statements of the transaction as the unmutated plan sends them. */
  private calls: SentCall[] = [];
  private expected: ContentDigest = new Map();

  /** Calls carried out so far on the real session. */
  private position = 0;
  private sinceStart = 0;
  /** What is in the table of the last statement that was mutated after it. */
  private after: { first: number; digest: string | null } | null = null;
  /** Of the app and of the journal. */
  tables: ContentTable[] = [];
  types: ColumnTypes = new Map();

  private constructor(
    private readonly test: TestDatabase,
    private readonly engine: Database,
    private readonly real: Session,
    readonly ids: TinyIds,
    readonly plan: PlanUnderTest,
  ) {}

  static async create(
    server: TestServer,
    steps: Step[],
    options: { randomized: boolean; foreignKeys: boolean },
    of: 'run' | 'undo' = 'run',
  ): Promise<MutationBench> {
    const test = await server.createDatabase();
    const ids = await fillTinyApp(test, options);
    const engine = await openDatabase(test.connection, test.secrets);
    const project: Project = { formatVersion: 1, name: 'Mutations', steps };
    await leaveEarlierRun(engine, project);
    const plan = await (of === 'run' ? planUnderTest : undoUnderTest)(engine, project);
    const bench = new MutationBench(test, engine, await engine.session(), ids, plan);
    await bench.prepare();
    return bench;
  }

  get type(): 'postgres' | 'mysql' {
    return this.engine.dialect.type;
  }

  async drop(): Promise<void> {
    await this.real.destroy();
    await this.engine.close();
    await this.test.drop();
  }

  /** The journal's tables, once; then the plan as it is, whose result is what every mutant is compared with. */
  private async prepare(): Promise<void> {
    for (const { sql, parameters } of this.plan.preparation) await this.real.execute(sql, parameters);
    this.tables = await listTables(this.type, this.real);
    this.types = await readColumnTypes(this.type, this.real);
    await this.begin();
    const { outcome, calls } = await this.carryOut(this.plan.statements, async (session) => {
      this.expected = await digestContent(this.type, session, this.tables);
    });
    if (outcome.outcome !== 'rehearsed') throw new Error(JSON.stringify(outcome.failure));
    this.calls = calls;
  }

  private async begin(): Promise<void> {
    for (const sql of this.engine.dialect.session.begin()) await this.real.execute(sql);
    await this.real.execute(`SAVEPOINT ${SAVEPOINT}`);
    this.position = 0;
    this.sinceStart = 0;
  }

  /** Tries a mutant. Quickest in the order of {@link MutatedPlan.first}. */
  async try(mutated: MutatedPlan): Promise<Fate> {
    await this.moveTo(this.callBefore(mutated.first));
    this.sinceStart += 1;
    if (await this.leavesTheSame(mutated)) return { fate: 'equivalent', why: 'same rows' };
    let changed: string[] = [];
    const { outcome, databaseError } = await this.carryOut(mutated.statements, async (session) => {
      changed = changedTables(this.expected, await digestContent(this.type, session, this.tables)).filter(
        (table) => !this.isForgotten(table),
      );
    });
    if (outcome.outcome === 'rehearsed') {
      return changed.length === 0
        ? { fate: 'equivalent', why: this.whyEquivalent(mutated.first) }
        : { fate: 'hole', tables: changed };
    }
    const failed = outcome.verification.filter(({ ok }) => !ok).map(({ name }) => name);
    if (failed.length > 0) return { fate: 'verification', by: failed };
    const code = outcome.failure?.code ?? 'unknown';
    const isNoticed = ['changed-since-check', 'stray-write'].includes(code);
    if (databaseError !== null || isNoticed) return { fate: 'database', by: code };
    throw new Error(`A mutant failed otherwise: ${JSON.stringify(outcome.failure)}`);
  }

  /** The journal of a run that was undone. */
  private isForgotten(table: string): boolean {
    const { undoneRun } = this.plan;
    return undoneRun !== null && suffixOf(table.replace(/^journal\//, '')) === runSuffix(undoneRun);
  }

  private whyEquivalent(first: number): Equivalence {
    const original = this.plan.statements[first];
    if (original?.writes === null) return 'writes nothing';
    const isSent = this.calls.some((call) => original && isCall(call, original.sql, original.parameters));
    return isSent ? 'same in the end' : 'not sent';
  }

  /**
   * Whether the mutated statement leaves its table as the original does. A statement writes one table: everything
   * after it runs the same way then, and need not be carried out.
   */
  private async leavesTheSame({ first, mutant }: MutatedPlan): Promise<boolean> {
    const original = this.plan.statements[first];
    const table = this.tables.find(({ name, table: plain }) =>
      [plain, name.replace(/^journal\//, '')].includes(original?.writes ?? ''),
    );
    if (mutant === undefined || original === undefined || table === undefined) return false;
    if (this.after?.first !== first) {
      this.after = { first, digest: await this.digestAfter([original], table) };
    }
    const digest = await this.digestAfter(mutant, table);
    return digest !== null && digest === this.after.digest;
  }

  /** @returns null where the server refuses a statement */
  private async digestAfter(statements: readonly SqlText[], table: ContentTable): Promise<string | null> {
    try {
      for (const { sql, parameters } of statements) await send(this.real, this.type, sql, parameters);
      return await digestTable(this.real, table);
    } catch {
      return null;
    } finally {
      await this.real.execute(`ROLLBACK TO SAVEPOINT ${SAVEPOINT}`);
    }
  }

  /** Number of calls that the unmutated plan sends before its n-th statement. */
  private callBefore(statement: number): number {
    let call = 0;
    for (const { sql, parameters } of this.plan.statements.slice(0, statement)) {
      const found = this.calls.findIndex((each, n) => n >= call && isCall(each, sql, parameters));
      // A statement that was not sent has nothing to move.
      if (found !== -1) call = found + 1;
    }
    return call;
  }

  /** Carries the unmutated plan out up to a call. */
  private async moveTo(position: number): Promise<void> {
    if (position < this.position || this.sinceStart >= BATCH) {
      await this.real.rollback();
      if (this.type === 'postgres') await this.real.execute('VACUUM');
      await this.begin();
    }
    await this.restoreSession();
    if (position === this.position) return;
    for (const { sql, parameters } of this.calls.slice(this.position, position)) {
      await send(this.real, this.type, sql, parameters);
    }
    await this.real.execute(`SAVEPOINT ${SAVEPOINT}`);
    this.position = position;
  }

  /** A mutant may have left a switch of the session on or off, which no ROLLBACK takes back. */
  private async restoreSession(): Promise<void> {
    if (this.type !== 'mysql') return;
    const last = this.calls
      .slice(0, this.position)
      .reverse()
      .find(({ sql }) => sql.startsWith('SET SESSION '));
    await this.real.execute(last?.sql ?? 'SET SESSION foreign_key_checks = 1');
  }

  private async carryOut(
    statements: Statement[],
    beforeEnd: (session: Session) => Promise<void>,
  ): Promise<{ outcome: TransactionOutcome; calls: SentCall[]; databaseError: Error | null }> {
    const { database, replay } = replayedDatabase(this.engine, this.real, {
      calls: this.calls,
      position: this.position,
      savepoint: SAVEPOINT,
    });
    const outcome = await runTransaction({
      database,
      runId: RUN_ID,
      preparation: [],
      statements,
      probes: this.plan.probes,
      verifications: this.plan.verifications,
      end: 'rehearse',
      beforeEnd: () => beforeEnd(this.real),
      wasCommitted: () => Promise.resolve(false),
    });
    return { outcome, ...replay };
  }
}

function isCall(call: SentCall, sql: string, parameters: readonly SqlParameter[]): boolean {
  return call.sql === sql && JSON.stringify(call.parameters) === JSON.stringify(parameters);
}

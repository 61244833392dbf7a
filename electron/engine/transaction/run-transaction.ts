import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Failure } from '../../../shared/failure';
import { UserMigrationError } from '../../../shared/failure';
import type {
  Phase,
  Probe,
  Progress,
  Statement,
  Verification,
  VerificationPoint,
} from '../../../shared/plan';
import type { StatementResult, VerificationResult } from '../../../shared/report';
import { isConnectionLost } from '../connection/connection-lost';
import type { Database, Session, SessionTables } from '../connection/database';
import { cleanJournal, prepareJournal } from '../journal/prepare-journal';
import { askTogether } from '../sql/ask-together';
import { chunks } from '../sql/chunks';
import { ProgressMeter } from './progress-meter';
import { refuseStrayWrites } from './refuse-stray-writes';
import { resolveOutcome } from './resolve-outcome';
import {
  cancelled,
  cancelledUnanswered,
  changedSinceCheck,
  commitRefused,
  lostBeforeCommit,
  outcomeUnknown,
  runInProgress,
  toFailure,
  transactionEnded,
  verificationFailed,
} from './run-failure';

export interface TransactionInput {
  database: Database;
  runId: string;
  /** Carried out before the transaction. */
  preparation: Statement[];
  /** Temporary tables of the session. */
  tables?: SessionTables;
  statements: Statement[];
  /** Asked once the users to move are known; what needs a probe that finds nothing is not sent. */
  probes?: Probe[];
  verifications: Verification[];
  /** `rehearse`: everything up to the verification, then ROLLBACK. */
  end: 'commit' | 'rehearse';
  /** Before the transaction, with the run's lock: throws to refuse. */
  beforeStart?: (session: Session) => Promise<void>;
  /** Inside the transaction, when all tables are locked and before the first row of the app changes: throws to refuse. */
  ask?: (session: Session, found: ReadonlySet<number>) => Promise<void>;
  /** Inside the transaction, after a clean verification. */
  beforeEnd: (session: Session, results: TransactionResults) => Promise<void>;
  /** Asked after a connection lost at COMMIT: did it happen? */
  wasCommitted: (session: Session) => Promise<boolean>;
  onProgress?: ((progress: Progress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface TransactionResults {
  statements: StatementResult[];
  verification: VerificationResult[];
}

export interface TransactionOutcome extends TransactionResults {
  /** `refused`: before its first statement, since somebody else was first. */
  outcome: 'committed' | 'rehearsed' | 'refused' | 'rolled-back' | 'unknown';
  failure: Failure | null;
}

/** How long a server may take to answer anything before its connection is given up, in milliseconds. */
const ANSWER_PATIENCE_MS = 4000;
/** How long it may take to undo what it did. MariaDB takes about 5 s for a million rows. */
const ROLLBACK_PATIENCE_MS = 120_000;

const PROBED = z.object({ probe: z.coerce.number(), present: z.coerce.number() });
/** Number() makes 0 of NULL: no answer must never look like no violation. */
const ANSWER = z.object({
  query: z.coerce.number(),
  answer: z.union([z.string(), z.number()]).pipe(z.coerce.number()),
});

/**
 * Verifications that are asked in one query: all of a point for some ten thousand users, so that a server far away costs
 * one round trip; one by one for a million, so that progress never stands still for long.
 */
const MOST_AT_ONCE = 50;
/** In units of {@link Statement.weight}, of which a server verifies some hundred thousand in a second. */
const WEIGHT_AT_ONCE = 100_000;

/** Phases that come before a verification of this point. */
const BEFORE: Readonly<Record<Exclude<VerificationPoint, 'end'>, ReadonlySet<Phase>>> = {
  snapshot: new Set(['lock', 'reserve', 'snapshot']),
  remove: new Set(['lock', 'reserve', 'snapshot', 'expect', 'release', 'create', 'move', 'map']),
  merge: new Set([
    ...['lock', 'reserve', 'snapshot', 'expect', 'release', 'create', 'move', 'map'],
    ...['remove', 'sequence', 'journal'],
  ] as Phase[]),
};

/** Cancels what a session does, from a second one. The session may have ended meanwhile, which is as good. */
async function cancelSession(database: Database, backendId: string): Promise<void> {
  const second = await database.session();
  try {
    await second.execute(database.dialect.session.cancel(backendId));
    await second.release();
  } catch {
    await second.destroy();
  }
}

/** Waits for the work, but not any longer than this. @returns whether it ended well in time */
async function endsWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  const ended = new AbortController();
  try {
    return await Promise.race([
      work.then(
        () => true,
        () => false,
      ),
      wait(ms, false, { signal: ended.signal }),
    ]);
  } finally {
    ended.abort();
  }
}

/** Weight of one verification among the statements: each reads about what one statement wrote. */
function verificationWeight(statements: Statement[], verifications: Verification[]): number {
  const total = statements.reduce((sum, statement) => sum + statement.weight, 0);
  return Math.max(1, (total * 0.3) / Math.max(1, verifications.length));
}

/**
 * Carries out statements in one transaction on a session of its own: all of it or nothing. After any error the
 * transaction is rolled back and the session closed; no statement is sent after an error, since MySQL would
 * carry it out on its own.
 */
export async function runTransaction(input: TransactionInput): Promise<TransactionOutcome> {
  const run = new TransactionRun(input);
  try {
    return await run.carryOut();
  } finally {
    run.end();
  }
}

class TransactionRun {
  private readonly results: TransactionResults;
  private readonly meter: ProgressMeter;
  private readonly weight: number;
  private committing = false;
  /** Read again after each await: abort listeners run in between. */
  private readonly isCancelled: () => boolean;
  /** Rejects when the server does not answer a cancel: nothing is waited for any more. */
  private readonly abandoned: Promise<never>;
  private abandon: () => void = () => undefined;
  private isAbandoned = false;
  /** Points whose verifications were asked. */
  private readonly verified = new Set<VerificationPoint>();
  /** Probes that found something; null until they are asked. */
  private found: Set<number> | null = null;
  private hasAsked = false;

  constructor(private readonly input: TransactionInput) {
    const { statements, verifications } = input;
    this.weight = verificationWeight(statements, verifications);
    this.results = {
      statements: statements.map((statement) => ({
        title: statement.title,
        step: statement.step,
        rows: 0,
        ms: 0,
        state: 'not-run',
      })),
      verification: [],
    };
    this.meter = new ProgressMeter(
      statements.reduce((sum, statement) => sum + statement.weight, this.weight * verifications.length),
      statements.length + verifications.length,
      input.onProgress ?? (() => undefined),
    );
    this.isCancelled = () => input.signal?.aborted === true;
    this.abandoned = new Promise((_resolve, reject) => {
      this.abandon = () => {
        if (this.committing) return;
        this.isAbandoned = true;
        reject(new DOMException('The server does not answer.', 'AbortError'));
      };
    });
    this.abandoned.catch(() => undefined);
  }

  end(): void {
    this.meter.end();
  }

  async carryOut(): Promise<TransactionOutcome> {
    const { database } = this.input;
    let session: Session;
    try {
      session = await database.session();
    } catch (error) {
      return this.outcome('rolled-back', toFailure(error));
    }
    const stopListening = this.cancelOnAbort(session);
    try {
      const outcome = await Promise.race([this.work(session), this.abandoned]);
      await this.leave(session, outcome.outcome !== 'committed');
      return outcome;
    } catch (error) {
      return await this.rollBack(session, error);
    } finally {
      stopListening();
    }
  }

  /** Once cancelled it ends before its next statement; {@link abandoned} ends the wait for this one. */
  private async work(session: Session): Promise<TransactionOutcome> {
    const { database, statements, verifications } = this.input;
    refuseStrayWrites(database.dialect, statements, verifications);
    await this.takeLock(session);
    await this.input.beforeStart?.(session);
    await this.prepare(session);
    await this.runStatements(session);
    const settle = this.input.database.dialect.session.settle();
    if (settle !== null) await session.execute(settle);
    await this.verify(session, 'end');
    return this.finish(session);
  }

  private async takeLock(session: Session): Promise<void> {
    const { rows } = await session.execute(this.input.database.dialect.session.tryLock());
    if (Number(rows[0]?.locked) !== 1) throw runInProgress();
  }

  private async prepare(session: Session): Promise<void> {
    const { database, preparation } = this.input;
    this.meter.begin('preparing', 'Prepare the journal');
    if (preparation.length === 0) return;
    await cleanJournal(session, database.dialect, database.schema);
    await prepareJournal(session, database.dialect);
    if (preparation.some(({ parameters }) => parameters.length > 0)) {
      throw new RangeError('Definitions of tables bind no values.');
    }
    const ddl = preparation.map(({ sql }) => sql);
    for (const sql of database.dialect.session.ddlTogether(ddl)) {
      this.stopIfCancelled();
      await session.execute(sql);
    }
  }

  private async runStatements(session: Session): Promise<void> {
    for (const { sql, parameters } of this.input.tables?.create ?? []) await session.execute(sql, parameters);
    for (const sql of this.input.database.dialect.session.begin()) await session.execute(sql);
    for (const [number, statement] of this.input.statements.entries()) {
      this.stopIfCancelled();
      await this.reach(session, statement.phase);
      const result = this.results.statements[number];
      if (this.isNeeded(statement)) await this.runStatement(session, statement, result);
      else if (result) result.state = 'skipped';
      this.meter.finish(statement.weight);
    }
    await this.reach(session, null);
  }

  private async runStatement(
    session: Session,
    statement: Statement,
    result: StatementResult | undefined,
  ): Promise<void> {
    this.meter.begin('running', statement.title);
    const startedAt = performance.now();
    if (result) result.state = 'failed';
    const { affected } = await session.execute(statement.sql, statement.parameters);
    if (!session.inTransaction()) throw transactionEnded(statement);
    if (result) {
      result.state = 'done';
      result.rows = statement.writes === null ? 0 : affected;
      result.ms = Math.round((performance.now() - startedAt) * 10) / 10;
    }
    if (!['reserve', 'create'].includes(statement.phase) || statement.expectedRows === null) return;
    if (affected !== statement.expectedRows) {
      throw changedSinceCheck(statement, statement.expectedRows, affected);
    }
  }

  /** What is asked before the first statement of a phase, or (null) after the last statement. */
  private async reach(session: Session, phase: Phase | null): Promise<void> {
    if (phase !== 'lock' && phase !== 'reserve' && this.found === null) await this.askProbes(session);
    if (this.input.ask !== undefined && !this.hasAsked && (phase === null || !BEFORE.snapshot.has(phase))) {
      this.hasAsked = true;
      this.meter.begin('running', 'Find what changed meanwhile');
      await this.input.ask(session, this.found ?? new Set());
    }
    for (const point of ['snapshot', 'remove', 'merge'] as const) {
      if (phase === null || !BEFORE[point].has(phase)) await this.verify(session, point);
    }
  }

  private async askProbes(session: Session): Promise<void> {
    this.found = new Set();
    for (const probe of this.input.probes ?? []) {
      this.stopIfCancelled();
      this.meter.begin('running', 'Find what there is to move');
      const { rows } = await session.execute(probe.sql, probe.parameters);
      for (const row of rows) {
        const { probe: number, present } = PROBED.parse(row);
        if (present === 1) this.found.add(number);
      }
    }
  }

  private isNeeded({ needs }: Pick<Statement, 'needs'>): boolean {
    return needs === null || needs.some((probe) => this.found?.has(probe) === true);
  }

  /** All of one point, so that the report says everything that is wrong. */
  private async verify(session: Session, point: VerificationPoint): Promise<void> {
    if (this.verified.has(point)) return;
    this.verified.add(point);
    const failed: Verification[] = [];
    const all = this.input.verifications.filter((each) => each.point === point);
    const needed = all.filter((each) => this.isNeeded(each));
    this.meter.finish(this.weight * (all.length - needed.length), all.length - needed.length);
    const atOnce = Math.max(1, Math.min(MOST_AT_ONCE, Math.floor(WEIGHT_AT_ONCE / this.weight)));
    for (const together of chunks(needed, atOnce)) {
      this.stopIfCancelled();
      failed.push(...(await this.verifyTogether(session, together)));
    }
    if (failed.length > 0) throw verificationFailed(failed);
  }

  /** @returns those that failed */
  private async verifyTogether(session: Session, together: Verification[]): Promise<Verification[]> {
    const [first, ...others] = together;
    const more = others.length === 0 ? '' : ` (and ${String(others.length)} more)`;
    this.meter.begin('verifying', `${first?.name ?? ''}${more}`);
    const { sql, parameters } = askTogether(together, this.input.database.dialect.type);
    const { rows } = await session.execute(sql, parameters);
    const answers = new Map(
      rows.map((row) => {
        const { query, answer } = ANSWER.parse(row);
        return [query, answer];
      }),
    );
    const failed: Verification[] = [];
    for (const [position, verification] of together.entries()) {
      const violations = answers.get(position);
      if (violations === undefined) throw new RangeError(`No answer to “${verification.name}”.`);
      const ok = violations === 0;
      this.results.verification.push({
        name: verification.name,
        step: verification.step,
        ok,
        detail: ok ? 'passed' : `${String(violations)} violations`,
      });
      if (!ok) failed.push(verification);
    }
    this.meter.finish(this.weight * together.length, together.length);
    return failed;
  }

  private async finish(session: Session): Promise<TransactionOutcome> {
    await this.input.beforeEnd(session, {
      ...this.results,
      statements: this.results.statements.filter(({ state }) => state !== 'skipped'),
    });
    this.stopIfCancelled();
    if (this.input.end === 'rehearse') {
      this.meter.begin('rolling-back', 'Roll the rehearsal back');
      await session.rollback();
      return this.outcome('rehearsed', null);
    }
    // From here on a cancel comes too late; said first, for the listener of progress may ask for one.
    this.committing = true;
    this.meter.begin('committing', 'Commit');
    if (!(await session.commit())) throw commitRefused();
    return this.outcome('committed', null);
  }

  private async rollBack(session: Session, error: unknown): Promise<TransactionOutcome> {
    if (this.committing && isConnectionLost(error)) {
      await session.destroy().catch(() => undefined);
      return this.askForOutcome();
    }
    const failure = this.failureOf(error);
    this.meter.begin('rolling-back', 'Roll back');
    // A lost connection cannot be told to roll back: the server does it when the connection closes.
    if (!this.isAbandoned) await endsWithin(ROLLBACK_PATIENCE_MS, session.rollback());
    await endsWithin(ANSWER_PATIENCE_MS, session.destroy());
    this.markRolledBack();
    if (!this.isAbandoned) await this.cleanUp();
    const isRefused = error instanceof UserMigrationError && error.kind === 'refused';
    return this.outcome(isRefused && !this.isCancelled() ? 'refused' : 'rolled-back', failure);
  }

  private failureOf(error: unknown): Failure {
    if (!this.isCancelled()) return toFailure(error);
    return this.isAbandoned ? cancelledUnanswered() : cancelled();
  }

  private async askForOutcome(): Promise<TransactionOutcome> {
    this.meter.begin('resolving', 'Find out whether the server committed');
    const answer = await resolveOutcome(this.input.database, this.input.wasCommitted);
    if (answer === 'unknown') return this.outcome('unknown', outcomeUnknown(this.input.runId));
    if (answer === 'committed') return this.outcome('committed', null);
    this.markRolledBack();
    await this.cleanUp();
    return this.outcome('rolled-back', lostBeforeCommit());
  }

  /** The normal way out: the lock is given back, and after a rehearsal the journal's empty tables go. */
  private async leave(session: Session, clean: boolean): Promise<void> {
    const { dialect, schema } = this.input.database;
    const left = (async () => {
      if (clean) await cleanJournal(session, dialect, schema);
      for (const { sql, parameters } of this.input.tables?.drop ?? []) await session.execute(sql, parameters);
      await session.execute(dialect.session.unlock());
      await session.release();
    })();
    // The outcome stands; the lock ends with the session, leftovers are removed by the next run.
    if (!(await endsWithin(ROLLBACK_PATIENCE_MS, left))) {
      await endsWithin(ANSWER_PATIENCE_MS, session.destroy());
    }
  }

  /** Leaves nothing behind. Where somebody else runs, or the database is away, the next run does. */
  private async cleanUp(): Promise<void> {
    const opening = this.input.database.session();
    if (!(await endsWithin(ANSWER_PATIENCE_MS, opening))) return;
    const session = await opening;
    if (await endsWithin(ANSWER_PATIENCE_MS, this.takeLock(session))) await this.leave(session, true);
    else await endsWithin(ANSWER_PATIENCE_MS, session.destroy());
  }

  private markRolledBack(): void {
    for (const result of this.results.statements) {
      if (result.state === 'done') result.state = 'rolled-back';
    }
  }

  private stopIfCancelled(): void {
    if (this.isCancelled()) throw new DOMException('The run was cancelled.', 'AbortError');
  }

  /** Cancels what the server does, from a second connection; no longer once COMMIT was sent. */
  private cancelOnAbort(session: Session): () => void {
    const { signal, database } = this.input;
    const ended = new AbortController();
    const patience = (ms: number): Promise<null> => wait(ms, null, { signal: ended.signal });
    const cancel = async (): Promise<void> => {
      if (this.committing) return;
      const [answers] = await Promise.all([
        endsWithin(ANSWER_PATIENCE_MS, cancelSession(database, session.backendId)),
        patience(ANSWER_PATIENCE_MS),
      ]);
      // A server that answers is busy undoing the statement.
      if (answers) await patience(ROLLBACK_PATIENCE_MS);
      this.abandon();
    };
    const onAbort = (): void => void cancel().catch(() => undefined);
    signal?.addEventListener('abort', onAbort, { once: true });
    return () => {
      signal?.removeEventListener('abort', onAbort);
      ended.abort();
    };
  }

  private outcome(outcome: TransactionOutcome['outcome'], failure: Failure | null): TransactionOutcome {
    const statements = this.results.statements.filter(({ state }) => state !== 'skipped');
    return { outcome, failure, ...this.results, statements };
  }
}

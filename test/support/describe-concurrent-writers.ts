import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../electron/engine/connection/database';
import { MENDIX_10_22 } from '../../electron/engine/sample/model-description';
import { undoRun } from '../../electron/engine/undo/undo-run';
import type { Report } from '../../shared/report';
import { databases } from './databases';
import type { TestClient, TestServer } from './databases';
import { FaultApp, SOURCES } from './fault-app';
import { withFaults } from './fault-session';
import type { SentStatement } from './fault-session';
import { GAVE_WAY, LOCKED, NO_WAIT } from './giving-way';
import { MendixContent } from './mendix-content';
import { brokenReferences } from './references';
import { quote, snapshotDatabase } from './snapshot';
import type { Snapshot } from './snapshot';

/** The object ids of one user who moves, and of what somebody does something with. */
interface Objects {
  user: string;
  /** Table of the user's entity: before the run, or after it. */
  level: string;
  skills: string;
  skillsUser: string;
  role: string;
  skill: string;
  desk: string;
  report: string;
  location: string;
}

interface Writer {
  what: string;
  /** The n-th try: one transaction. Different every time, so that a lost one is seen. */
  write: (n: number, objects: Objects, q: (name: string) => string) => string[];
  /** Answers 1 when the n-th write, the last one that was let in, is there; `user` is the user's present id. */
  isThere: (n: number, objects: Objects, q: (name: string) => string) => string;
  /** Writes a row that is there already: nobody may do so once the locks are taken. */
  isKeptOut?: true;
}

/** Ids that no object has: of type 900, which no entity is. */
const newId = (n: number): string => String((900n << 48n) + BigInt(n));

const WRITERS: Writer[] = [
  {
    what: 'an attribute of a user',
    isKeptOut: true,
    write: (n, { user }, q) => [
      `UPDATE ${q('system$user')} SET failedlogins = ${String(1000 + n)} WHERE id = ${user}`,
    ],
    isThere: (n, { user }, q) =>
      `SELECT COUNT(*) FROM ${q('system$user')} WHERE id = ${user} AND failedlogins = ${String(1000 + n)}`,
  },
  {
    what: 'a password',
    isKeptOut: true,
    write: (n, { user }, q) => [
      `UPDATE ${q('system$user')} SET password = 'changed ${String(n)}' WHERE id = ${user}`,
    ],
    isThere: (n, { user }, q) =>
      `SELECT COUNT(*) FROM ${q('system$user')} WHERE id = ${user} AND password = 'changed ${String(n)}'`,
  },
  {
    what: 'an attribute of the entity of a user',
    isKeptOut: true,
    write: (n, { user, level }, q) => [
      `UPDATE ${q(level)} SET fullname = 'changed ${String(n)}' WHERE id = ${user}`,
    ],
    isThere: (n, { user }, q) =>
      `SELECT COUNT(*) FROM (SELECT id, fullname FROM ${q('administration$account')}
         UNION ALL SELECT id, fullname FROM ${q('sapauthentication$sapuser')}) AS users
       WHERE id = ${user} AND fullname = 'changed ${String(n)}'`,
  },
  {
    what: 'a link that a mapping moves',
    write: (n, { user, skills, skillsUser }, q) => [
      `INSERT INTO ${q('company$skill')} (id, name) VALUES (${newId(n)}, 'skill ${String(n)}')`,
      `INSERT INTO ${q(skills)} (${q(skillsUser)}, ${q('company$skillid')}) VALUES (${user}, ${newId(n)})`,
    ],
    isThere: (n, { user }, q) =>
      `SELECT COUNT(*) FROM (SELECT ${q('administration$accountid')} AS id, ${q('company$skillid')} AS skill FROM ${q('administration$account_skills')}
         UNION ALL SELECT ${q('sapauthentication$sapuserid')}, ${q('company$skillid')} FROM ${q('sapauthentication$sapuser_skills')}) AS links
       WHERE id = ${user} AND skill = ${newId(n)}`,
  },
  {
    what: 'a role that is given',
    write: (n, { user }, q) => [
      `INSERT INTO ${q('system$userrole')} (id, name) VALUES (${newId(n)}, 'role ${String(n)}')`,
      `INSERT INTO ${q('system$userroles')} (${q('system$userid')}, ${q('system$userroleid')}) VALUES (${user}, ${newId(n)})`,
    ],
    isThere: (n, { user }, q) =>
      `SELECT COUNT(*) FROM ${q('system$userroles')} WHERE ${q('system$userid')} = ${user} AND ${q('system$userroleid')} = ${newId(n)}`,
  },
  {
    what: 'a role that is taken away',
    write: (_n, { user, role }, q) => [
      `DELETE FROM ${q('system$userroles')} WHERE ${q('system$userid')} = ${user} AND ${q('system$userroleid')} = ${role}`,
    ],
    isThere: (_n, { user, role }, q) =>
      `SELECT 1 - COUNT(*) FROM ${q('system$userroles')} WHERE ${q('system$userid')} = ${user} AND ${q('system$userroleid')} = ${role}`,
  },
  {
    what: 'a reference to a user',
    write: (n, { user, desk }, q) => [
      `UPDATE ${q('company$expensereport')} SET ${q('company$expensereport_approvedby')} = ${user}, ${q('amount')} = ${String(n)} WHERE id = ${desk}`,
    ],
    isThere: (n, { user, desk }, q) =>
      `SELECT COUNT(*) FROM ${q('company$expensereport')} WHERE id = ${desk} AND ${q('company$expensereport_approvedby')} = ${user} AND ${q('amount')} = ${String(n)}`,
  },
  {
    what: 'an object that a user owns',
    write: (n, { user }, q) => [
      `INSERT INTO ${q('company$expensereport')} (id, ${q('system$owner')}, ${q('system$changedby')}) VALUES (${newId(n)}, ${user}, ${user})`,
    ],
    isThere: (n, { user }, q) =>
      `SELECT COUNT(*) FROM ${q('company$expensereport')} WHERE id = ${newId(n)} AND ${q('system$owner')} = ${user} AND ${q('system$changedby')} = ${user}`,
  },
  {
    what: 'an object that gets another owner',
    write: (n, { user, report }, q) => [
      `UPDATE ${q('company$expensereport')} SET ${q('system$owner')} = ${user}, ${q('amount')} = ${String(n)} WHERE id = ${report}`,
    ],
    isThere: (n, { user, report }, q) =>
      `SELECT COUNT(*) FROM ${q('company$expensereport')} WHERE id = ${report} AND ${q('system$owner')} = ${user} AND ${q('amount')} = ${String(n)}`,
  },
  {
    what: 'an object that is deleted with its links',
    write: (_n, { skill }, q) => [
      `DELETE FROM ${q('administration$account_skills')} WHERE ${q('company$skillid')} = ${skill}`,
      `DELETE FROM ${q('sapauthentication$sapuser_skills')} WHERE ${q('company$skillid')} = ${skill}`,
      `DELETE FROM ${q('company$skill')} WHERE id = ${skill}`,
    ],
    isThere: (_n, { skill }, q) =>
      `SELECT 1 - COUNT(*) FROM (SELECT id FROM ${q('company$skill')} WHERE id = ${skill}
       UNION ALL SELECT ${q('company$skillid')} FROM ${q('sapauthentication$sapuser_skills')} WHERE ${q('company$skillid')} = ${skill}
       UNION ALL SELECT ${q('company$skillid')} FROM ${q('administration$account_skills')} WHERE ${q('company$skillid')} = ${skill}) AS rest`,
  },
  {
    what: 'a sign-in',
    write: (n, { user }, q) => [
      `UPDATE ${q('system$user')} SET failedlogins = ${String(1000 + n)} WHERE id = ${user}`,
      `INSERT INTO ${q('system$session')} (id) VALUES (${newId(n)})`,
      `INSERT INTO ${q('system$session_user')} (${q('system$sessionid')}, ${q('system$userid')}) VALUES (${newId(n)}, ${user})`,
    ],
    // Whoever was signed in has to sign in again, or is still signed in: never a session of nobody.
    isThere: (n, _objects, q) =>
      `SELECT CASE WHEN (SELECT COUNT(*) FROM ${q('system$session')} WHERE id = ${newId(n)})
         = (SELECT COUNT(*) FROM ${q('system$session_user')} WHERE ${q('system$sessionid')} = ${newId(n)}) THEN 1 ELSE 0 END`,
  },
  {
    what: 'object ids that the app reserves',
    write: (_n, _objects, q) => [
      `UPDATE ${q('mendixsystem$entityidentifier')} SET object_sequence = object_sequence + 1000`,
    ],
    // No user has an id from beyond the counter, or one that the app reserved: two have no id in common.
    isThere: (_n, _objects, q) =>
      `SELECT CASE WHEN COUNT(*) = 0 THEN 1 ELSE 0 END FROM ${q('system$user')} AS u
       JOIN ${q('mendixsystem$entityidentifier')} AS e ON e.short_id = (u.id >> 48)
       WHERE ((u.id & 281474976710655) >> 7) >= e.object_sequence`,
  },
];

/** From BEGIN up to COMMIT, each of them before it is sent; what comes later comes after the run. */
function isPartOfTransaction({ sql, inTransaction }: SentStatement): boolean {
  return sql !== 'ROLLBACK' && (inTransaction || /^BEGIN|^START TRANSACTION/.test(sql));
}

/** What one write came to. */
interface Tried {
  /** Statements of the transaction, so far. */
  statements: number;
  /** Null when its moment never came. */
  letIn: boolean | null;
}

/** Moments of a transaction: more of them at the beginning, where locks are taken; `all` in the environment. */
function positionsOf(statements: number): number[] {
  if (process.env.USER_MIGRATION_TEST_WRITER_POSITIONS === 'all') {
    return Array.from({ length: statements }, (_value, n) => n);
  }
  const parts = [0.1, 0.35, 0.7].map((part) => Math.round(part * statements));
  return [...new Set([0, 1, ...parts, statements - 1])];
}

/** Went through, or gave way to somebody who was first, and said so. */
function hasGivenWay({ outcome, failure, findings }: Report, done: Report['outcome']): boolean {
  if (outcome === done) return true;
  if (outcome === 'rolled-back') return GAVE_WAY.includes(failure?.code ?? '');
  return findings.some(({ code, severity }) => code === 'changed-since-run' && severity === 'error');
}

function summary({ outcome, failure, findings }: Report): Record<string, unknown> {
  return {
    outcome,
    failure: failure?.code ?? null,
    errors: findings.filter(({ severity }) => severity === 'error').map(({ code }) => code),
  };
}

/** Tests on one kind of server. */
export function describeConcurrentWriters(type: 'postgres' | 'mysql'): void {
  const servers = databases.filter((server) => server.type === type);
  describe.each(servers)('somebody who writes meanwhile, on $name', describeServer);
}

function describeServer(server: TestServer): void {
  let app: FaultApp;
  let other: TestClient;
  const q = (name: string): string => quote(server.type, name);

  async function begin(): Promise<void> {
    // Without foreign keys nothing but the program keeps links from dangling.
    app = await FaultApp.create(server, 3, { ...MENDIX_10_22, foreignKeys: false });
    other = await app.test.connect();
    for (const sql of NO_WAIT[server.type]) await other.query(sql);
  }
  async function leave(): Promise<void> {
    await other.close();
    await app.drop();
  }
  beforeEach(begin);
  afterEach(leave);

  async function one(sql: string): Promise<string> {
    return (await app.test.texts(sql)).rows[0]?.[0] ?? '';
  }

  /** A user who moves and has a role and a skill, and objects that are not the user's. */
  async function chooseObjects(level: string, skills: string, users: string): Promise<Objects> {
    const [user = '', role = '', skill = ''] = (
      await app.test.texts(
        `SELECT r.${q('system$userid')}, MIN(r.${q('system$userroleid')}), MIN(s.${q('company$skillid')})
         FROM ${q('system$userroles')} AS r JOIN ${q(skills)} AS s ON s.${q(users)} = r.${q('system$userid')}
         JOIN ${q(level)} AS l ON l.id = r.${q('system$userid')}
         GROUP BY r.${q('system$userid')} ORDER BY 1 LIMIT 1`,
      )
    ).rows[0]?.map(String) ?? ['', '', ''];
    const reports = (await app.test.texts(`SELECT id FROM ${q('company$expensereport')} ORDER BY id`)).rows;
    return {
      user,
      level,
      skills,
      skillsUser: users,
      role,
      skill,
      desk: reports[0]?.[0] ?? '',
      report: reports[1]?.[0] ?? '',
      location: await one(`SELECT MIN(id) FROM ${q('company$location')}`),
    };
  }

  /** One write that does not wait. @returns whether it was let in */
  async function attempt(statements: string[]): Promise<boolean> {
    try {
      await other.query('BEGIN');
      for (const sql of statements) await other.query(sql);
      await other.query('COMMIT');
      return true;
    } catch (error) {
      await other.query('ROLLBACK');
      const code = (error as { code?: string }).code ?? '';
      if (!LOCKED.has(code)) throw error;
      return false;
    }
  }

  /** One write that does not wait, at the n-th statement of a transaction, from its BEGIN to its COMMIT. */
  function writeAt(position: number, write: () => Promise<boolean>): { database: Database; tried: Tried } {
    const tried: Tried = { statements: 0, letIn: null };
    const database = withFaults(app.engine, async (statement) => {
      if (!isPartOfTransaction(statement)) return;
      if (tried.statements === position) tried.letIn = await write();
      tried.statements += 1;
    });
    return { database, tried };
  }

  const undo = (runId: string, database: Database): Promise<Report> =>
    undoRun({ database, runId, force: false, operator: 'test', toolVersion: '0.0.0' });

  /** What was let in is there, and nothing dangles. */
  async function lost(writer: Writer, n: number, objects: Objects, name: string): Promise<string[]> {
    const user = await idOf(name);
    const there = await one(writer.isThere(n, { ...objects, user }, q));
    return [
      ...(there === '1' ? [] : ['what was written is lost']),
      ...brokenReferences(server.type, await snapshotDatabase(app.test)),
    ];
  }

  const idOf = (name: string): Promise<string> =>
    one(`SELECT id FROM ${q('system$user')} WHERE name = '${name.replaceAll("'", "''")}'`);

  /** Statements of a run's and of an undo's transaction, from BEGIN to COMMIT. */
  async function countStatements(): Promise<{ run: number; undo: number }> {
    const running = writeAt(-1, () => Promise.resolve(false));
    const report = await app.run({ database: running.database });
    expect(report).toMatchObject({ outcome: 'committed', failure: null });
    const undoing = writeAt(-1, () => Promise.resolve(false));
    expect(await undo(report.runId ?? '', undoing.database)).toMatchObject({ outcome: 'undone' });
    return { run: running.tried.statements, undo: undoing.tried.statements };
  }

  it.each(WRITERS)('$what is not lost', { timeout: 7_200_000 }, async (writer) => {
    let counts = await countStatements();
    const found: Record<string, unknown> = {};
    let keptOut = { run: 0, undo: 0 };
    const again = async (): Promise<void> => {
      await leave();
      await begin();
      counts = await countStatements();
    };
    const positions = Math.max(positionsOf(counts.run).length, positionsOf(counts.undo).length);
    for (let n = 0; n < positions; n += 1) {
      const old = await chooseObjects(
        'administration$account',
        'administration$account_skills',
        'administration$accountid',
      );
      const name = await one(`SELECT name FROM ${q('system$user')} WHERE id = ${old.user}`);
      const position = positionsOf(counts.run)[n] ?? 0;
      const running = writeAt(position, () => attempt(writer.write(n, old, q)));
      const report = await app.run({ database: running.database });
      const isLetIn = running.tried.letIn === true;
      const problems = isLetIn ? await lost(writer, n, old, name) : [];
      if (!hasGivenWay(report, 'committed')) problems.push('ended otherwise');
      if (problems.length > 0) found[`run, statement ${String(position)}`] = { ...summary(report), problems };
      if (!isLetIn) keptOut = { ...keptOut, run: keptOut.run + 1 };
      if (isLetIn || report.outcome !== 'committed') {
        await again();
        continue;
      }

      const objects = await chooseObjects(
        'sapauthentication$sapuser',
        'sapauthentication$sapuser_skills',
        'sapauthentication$sapuserid',
      );
      const newName = await one(`SELECT name FROM ${q('system$user')} WHERE id = ${objects.user}`);
      const undoPosition = positionsOf(counts.undo)[n] ?? 0;
      const undoing = writeAt(undoPosition, () => attempt(writer.write(n, objects, q)));
      const undone = await undo(report.runId ?? '', undoing.database);
      const wasLetIn = undoing.tried.letIn === true;
      const troubles = wasLetIn
        ? await lost(writer, n, objects, newName)
        : undone.outcome === 'undone'
          ? await app.changes()
          : [];
      if (!hasGivenWay(undone, 'undone')) troubles.push('ended otherwise');
      if (troubles.length > 0)
        found[`undo, statement ${String(undoPosition)}`] = { ...summary(undone), troubles };
      if (!wasLetIn) keptOut = { ...keptOut, undo: keptOut.undo + 1 };
      if (wasLetIn || undone.outcome !== 'undone') await again();
    }
    expect(found).toEqual({});
    // Whoever came before the locks was let in; nobody later.
    if (writer.isKeptOut === true)
      expect(keptOut).toEqual({
        run: expect.toSatisfy((count: number) => count > positions / 2) as number,
        undo: expect.toSatisfy((count: number) => count > positions / 2) as number,
      });
  });

  it(
    'a user who is added at every statement is moved, or is still there as it was',
    { timeout: 240_000 },
    async () => {
      const source = SOURCES[2] ?? '';
      const highest = BigInt(await one(`SELECT MAX(id) FROM ${q('administration$account')}`));
      const added: string[] = [];
      let n = 0;
      const database = withFaults(app.engine, async (statement) => {
        if (!isPartOfTransaction(statement)) return;
        n += 1;
        const id = String(highest + 128n * BigInt(n));
        const name = `added ${String(n)}`;
        const letIn = await attempt([
          `INSERT INTO ${q('system$user')} (id, name, submetaobjectname) VALUES (${id}, '${name}', '${source}')`,
          `INSERT INTO ${q('administration$account')} (id, submetaobjectname) VALUES (${id}, '${source}')`,
        ]);
        if (letIn) added.push(name);
      });
      const report = await app.run({ database });
      const names = (
        await app.test.texts(`SELECT name FROM ${q('system$user')} WHERE name LIKE 'added %' ORDER BY id`)
      ).rows.map(([name]) => name);
      expect({
        failure: report.failure?.code,
        names,
        broken: brokenReferences(server.type, await snapshotDatabase(app.test)),
      }).toMatchObject({ names: added, broken: [] });
      if (report.outcome === 'committed') expect(added).toEqual([]);
      else expect(GAVE_WAY).toContain(report.failure?.code);
    },
  );

  describe.each([
    { when: 'from the first statement that writes on', first: /^INSERT/ },
    { when: 'from the first statement that changes users on', first: /^UPDATE/ },
    { when: 'from the first statement that deletes on', first: /^DELETE/ },
  ])('a user whom somebody tries to delete $when', ({ first }) => {
    it('is gone with all links, or there with all links', { timeout: 240_000 }, async () => {
      const { user } = await chooseObjects(
        'administration$account',
        'administration$account_skills',
        'administration$accountid',
      );
      const name = await one(`SELECT name FROM ${q('system$user')} WHERE id = ${user}`);
      const deletion = deletionOf(user, await snapshotDatabase(app.test));
      const tried: boolean[] = [];
      const database = withFaults(app.engine, async (statement) => {
        if (!isPartOfTransaction(statement) || tried.at(-1) === true) return;
        if (tried.length > 0 || first.test(statement.sql)) tried.push(await attempt(deletion));
      });
      const report = await app.run({ database });
      expect(tried).not.toEqual([]);
      const deleted = tried.at(-1) === true;
      const present = await one(
        `SELECT COUNT(*) FROM ${q('system$user')} WHERE name = '${name.replaceAll("'", "''")}'`,
      );
      expect({
        failure: report.failure?.code,
        present,
        broken: brokenReferences(server.type, await snapshotDatabase(app.test)),
      }).toMatchObject({ present: deleted ? '0' : '1', broken: [] });
      if (report.outcome !== 'committed') expect(GAVE_WAY).toContain(report.failure?.code);
    });
  });

  /** What the app does when it deletes a user: all links and rows, wherever the user stands. */
  function deletionOf(user: string, snapshot: Snapshot): string[] {
    const content = new MendixContent(server.type, snapshot);
    const isUser = (entity: string): boolean => content.isA(entity, 'System.User');
    return [
      ...content.associations.flatMap(({ inTable, table, parent, child, parentColumn, childColumn }) => [
        ...(inTable && isUser(parent) ? [`DELETE FROM ${q(table)} WHERE ${q(parentColumn)} = ${user}`] : []),
        ...(inTable && isUser(child) ? [`DELETE FROM ${q(table)} WHERE ${q(childColumn)} = ${user}`] : []),
        ...(!inTable && isUser(child)
          ? [`UPDATE ${q(table)} SET ${q(childColumn)} = NULL WHERE ${q(childColumn)} = ${user}`]
          : []),
      ]),
      ...[...content.entities.values()]
        .filter((entity) => isUser(entity.name))
        .map(({ table }) => `DELETE FROM ${q(table)} WHERE id = ${user}`),
    ];
  }
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { undoRun } from '../../electron/engine/undo/undo-run';
import type { Report } from '../../shared/report';
import { acceptLosses } from '../support/check-migration';
import { databases } from '../support/databases';
import { FaultApp, SOURCES, TARGET } from '../support/fault-app';
import { differences, quote, snapshotDatabase, type Snapshot } from '../support/snapshot';

const SOURCE = 'Administration.Account';
const SKILLS = 'sapauthentication$sapuser_skills';
const USER_ID = 'sapauthentication$sapuserid';
const SKILL_ID = 'company$skillid';

/** A run merged two users with existing ones of the target; then the app lives on, and somebody undoes it. */
describe.each(databases)('undo of a merge on $name, after the app changed what it made', (server) => {
  let app: FaultApp;
  let runId: string;
  let before: Snapshot;
  let existing: string;
  let old: string;
  const q = (name: string): string => quote(server.type, name);

  const usersOf = async (entity: string): Promise<[id: string, name: string][]> => {
    const { rows } = await app.test.texts(
      `SELECT id, name FROM ${q('system$user')} WHERE submetaobjectname = '${entity}' ORDER BY id`,
    );
    return rows.map(([id, name]) => [id ?? '', name ?? '']);
  };
  const first = async (query: string): Promise<string> => (await app.test.texts(query)).rows[0]?.[0] ?? '';

  beforeEach(async () => {
    app = await FaultApp.create(server, 3);
    const olds = await usersOf(SOURCE);
    const theirs = await usersOf(TARGET);
    [old = '', existing = ''] = [olds[0]?.[0], theirs[0]?.[0]];
    await app.test.admin(
      `UPDATE ${q('administration$account')} SET email = 'ada@example.com' WHERE id = ${old}`,
    );
    await app.test.admin(`UPDATE ${q('sapauthentication$sapuser')} SET email = NULL WHERE id = ${existing}`);
    await app.test.admin(`DELETE FROM ${q('administration$account_skills')}`);
    await app.test.admin(
      `INSERT INTO ${q('administration$account_skills')} (${q('administration$accountid')}, ${q(SKILL_ID)})
       SELECT ${old}, id FROM ${q('company$skill')} WHERE id < (SELECT MAX(id) FROM ${q('company$skill')})`,
    );
    before = await snapshotDatabase(app.test);
    const names = [
      {
        step: SOURCES.indexOf(SOURCE),
        use: 'name' as const,
        names: olds.slice(0, 2).map(([, name], at) => [name, theirs[at]?.[1] ?? ''] as const),
      },
    ];
    const change = {
      name: { namesFile: 'names.csv' },
      existing: { match: 'name' as const, then: 'merge' as const, values: 'fill-empty' as const },
    };
    const steps = app.project().steps.map((step) => (step.source === SOURCE ? { ...step, ...change } : step));
    const project = await acceptLosses(app.engine, app.index, steps, names);
    const report = await app.run({ project, names });
    expect(report).toMatchObject({ outcome: 'committed', failure: null });
    expect(report.steps.map(({ signOn }) => signOn)).toEqual(
      SOURCES.map((source) => (source === SOURCE ? { of: 3, renamed: 0, merged: 2, stayed: 0 } : undefined)),
    );
    runId = report.runId ?? '';
  });
  afterEach(() => app.drop());

  const undo = (force: boolean): Promise<Report> =>
    undoRun({ database: app.engine, runId, force, operator: 'test', toolVersion: '0.0.0' });
  const left = async (): Promise<string[]> => differences(before, await snapshotDatabase(app.test));

  /** Carries out what the app does, and answers a refused and a forced undo. */
  async function undoAfter(statements: string[]): Promise<{ refused: Report; forced: Report }> {
    for (const sql of statements) await app.test.admin(sql);
    const now = await snapshotDatabase(app.test);
    const refused = await undo(false);
    expect(refused).toMatchObject({ outcome: 'refused', failure: null });
    expect(new Set(refused.findings.map(({ code }) => code))).toEqual(new Set(['changed-since-run']));
    expect(differences(now, await snapshotDatabase(app.test))).toEqual([]);
    const forced = await undo(true);
    expect(forced).toMatchObject({ outcome: 'undone', failure: null });
    return { refused, forced };
  }

  it('nothing changed: the database is as before', async () => {
    expect(await undo(false)).toMatchObject({ outcome: 'undone', failure: null, findings: [] });
    expect(await left()).toEqual([]);
  });

  it('a value that the run filled was changed: it stays', async () => {
    const { refused, forced } = await undoAfter([
      `UPDATE ${q('sapauthentication$sapuser')} SET email = 'since@example.com' WHERE id = ${existing}`,
    ]);
    expect(refused.findings).toMatchObject([{ subject: 'sapauthentication$sapuser', examples: [existing] }]);
    expect(forced.notRestored).toMatchObject([{ subject: 'sapauthentication$sapuser', row: existing }]);
    const lines = await left();
    expect(lines.map((line) => line.split(/[,]/)[0])).toEqual([
      `sapauthentication$sapuser: expected ["${existing}"`,
      `sapauthentication$sapuser: not expected ["${existing}"`,
    ]);
    expect(lines[1]).toContain('since@example.com');
  });

  it('a column takes less than the merged user had there: refused, whether forced or not', async () => {
    const table = 'sapauthentication$sapuser';
    const type = server.type === 'postgres' ? 'ALTER COLUMN email TYPE' : 'MODIFY COLUMN email';
    await app.test.admin(`UPDATE ${q(table)} SET email = NULL`);
    await app.test.admin(`ALTER TABLE ${q(table)} ${type} varchar(5)`);
    const now = await snapshotDatabase(app.test);
    for (const force of [false, true]) {
      const refused = await undo(force);
      expect(refused).toMatchObject({ outcome: 'refused', failure: null });
      expect(refused.findings).toContainEqual(
        expect.objectContaining({
          code: 'domain-model-changed',
          severity: 'error',
          subject: table,
        }),
      );
    }
    expect(differences(now, await snapshotDatabase(app.test))).toEqual([]);
  });

  it('a link that came to the existing user was removed: it is named by the existing user', async () => {
    const skill = await first(
      `SELECT MIN(${q(SKILL_ID)}) FROM ${q(SKILLS)} WHERE ${q(USER_ID)} = ${existing}`,
    );
    expect(skill).not.toBe('');
    const { refused, forced } = await undoAfter([
      `DELETE FROM ${q(SKILLS)} WHERE ${q(USER_ID)} = ${existing} AND ${q(SKILL_ID)} = ${skill}`,
    ]);
    const subject = `SapAuthentication.SapUser_Skills (${SKILLS})`;
    expect(refused.findings).toMatchObject([{ subject, examples: [`${existing} -> ${skill}`] }]);
    expect(forced.notRestored).toMatchObject([{ subject, row: `${existing} -> ${skill}` }]);
    // The old user's own link was in another association, and returns.
    expect(await left()).toEqual([]);
  });

  it('a link was added to the existing user: it stays, and nothing has to be forced', async () => {
    const skill = await first(`SELECT MAX(id) FROM ${q('company$skill')}`);
    await app.test.admin(
      `INSERT INTO ${q(SKILLS)} (${q(USER_ID)}, ${q(SKILL_ID)}) VALUES (${existing}, ${skill})`,
    );
    expect(await undo(false)).toMatchObject({ outcome: 'undone', failure: null, findings: [] });
    expect(await left()).toEqual([`${SKILLS}: not expected ["${existing}","${skill}"]`]);
  });

  it('the existing user was deleted: the old one returns, and every link that does not is listed', async () => {
    const { forced } = await undoAfter(app.deletionOf(TARGET, existing));
    const listed = new Set((forced.notRestored ?? []).flatMap(({ row }) => row.split(' -> ')));
    expect(listed).toContain(existing);
    const lost = (await left()).filter((line) => line.includes(': expected '));
    // What the existing user had before the run the app deleted with it.
    const unannounced = lost.filter(
      (line) =>
        !line.includes(`"${existing}"`) &&
        !(line.match(/"\d{10,}"/g) ?? []).some((id) => listed.has(id.slice(1, -1))),
    );
    expect(unannounced).toEqual([]);
    expect((await usersOf(SOURCE)).map(([id]) => id)).toContain(old);
    expect((await usersOf(TARGET)).map(([id]) => id)).not.toContain(existing);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { undoRun } from '../../electron/engine/undo/undo-run';
import type { Project } from '../../shared/project';
import type { Report } from '../../shared/report';
import { databases } from '../support/databases';
import { FaultApp, TARGET } from '../support/fault-app';
import { brokenReferences } from '../support/references';
import { differences, quote, snapshotDatabase } from '../support/snapshot';

const SOURCE = 'Administration.Account';
const SKILLS = 'administration$account_skills';
const NEW_SKILLS = 'sapauthentication$sapuser_skills';

/** A run, then an app that lives on or is deployed again, then undo. */
describe.each(databases)('undo on $name, after', (server) => {
  let app: FaultApp;
  const isPostgres = server.type === 'postgres';
  const q = (name: string): string => quote(server.type, name);

  beforeEach(async () => {
    app = await FaultApp.create(server, 3);
  });
  afterEach(() => app.drop());

  async function migrate(project: Project = app.project()): Promise<string> {
    const report = await app.run({ project });
    expect(report).toMatchObject({ outcome: 'committed', failure: null });
    return report.runId ?? '';
  }

  const write = async (...statements: string[]): Promise<void> => {
    for (const sql of statements) await app.test.admin(sql);
  };

  /** By somebody who connects when the app has been deployed again: who was connected before is refused. */
  async function undo(runId: string, force: boolean, dryRun = false): Promise<Report> {
    const database = await app.open();
    try {
      return await undoRun({ database, runId, force, dryRun, operator: 'test', toolVersion: '0.0.0' });
    } finally {
      await database.close();
    }
  }

  const ids = async (sql: string): Promise<string[]> =>
    (await app.test.texts(sql)).rows.map(([id]) => id ?? '');

  const usersOf = (entity: string): Promise<string[]> =>
    ids(`SELECT id FROM ${q('system$user')} WHERE submetaobjectname = '${entity}' ORDER BY id`);

  /** Refused, whether forced or tried, with nothing changed. */
  async function refusals(runId: string): Promise<Report[]> {
    const now = await snapshotDatabase(app.test);
    const reports = [
      await undo(runId, false),
      await undo(runId, true),
      await undo(runId, true, true),
      await undo(runId, false, true),
    ];
    for (const report of reports) expect(report).toMatchObject({ outcome: 'refused', failure: null });
    expect(differences(now, await snapshotDatabase(app.test))).toEqual([]);
    return reports;
  }

  /** Refused, and carried out when it is forced. */
  async function forced(runId: string): Promise<{ refused: Report; undone: Report }> {
    const now = await snapshotDatabase(app.test);
    const refused = await undo(runId, false);
    expect(refused).toMatchObject({ outcome: 'refused', failure: null });
    expect(differences(now, await snapshotDatabase(app.test))).toEqual([]);
    const undone = await undo(runId, true);
    expect(undone).toMatchObject({ outcome: 'undone', failure: null });
    expect(brokenReferences(server.type, await snapshotDatabase(app.test))).toEqual([]);
    return { refused, undone };
  }

  describe('old users who were kept were deleted:', () => {
    it.each(['all of them', 'one of them'])('%s', async (which) => {
      const runId = await migrate(app.project({ keepOldUsers: true }));
      const old = await usersOf(SOURCE);
      const gone = which === 'one of them' ? old.slice(0, 1) : old;
      const people = (await usersOf(TARGET)).length;
      for (const id of gone) await write(...app.deletionOf(SOURCE, id));
      for (const { findings } of await refusals(runId)) {
        const errors = findings.filter(({ code }) => code === 'old-user-gone');
        expect(errors).toMatchObject([
          { severity: 'error', subject: SOURCE, count: gone.length, examples: gone },
        ]);
      }
      expect((await usersOf(TARGET)).length).toBe(people);
    });
  });

  it('an association that only the source had got links, and an object at the other end was deleted', async () => {
    const skills = await ids(`SELECT id FROM ${q('company$skill')} ORDER BY id`);
    const [old = ''] = await usersOf(SOURCE);
    const [gone = '', kept = ''] = skills;
    await write(
      `DELETE FROM ${q(SKILLS)}`,
      ...[gone, kept].map(
        (skill) =>
          `INSERT INTO ${q(SKILLS)} (${q('administration$accountid')}, ${q('company$skillid')}) VALUES (${old}, ${skill})`,
      ),
    );
    const before = await snapshotDatabase(app.test);
    const runId = await migrate();
    await write(
      ...[NEW_SKILLS, SKILLS].map(
        (table) => `DELETE FROM ${q(table)} WHERE ${q('company$skillid')} = ${gone}`,
      ),
      `DELETE FROM ${q('company$skill')} WHERE id = ${gone}`,
    );
    const { refused, undone } = await forced(runId);
    expect(refused.findings.map(({ code }) => code)).toContain('changed-since-run');
    expect(undone.notRestored).toContainEqual(
      expect.objectContaining({
        subject: `Administration.Account_Skills (${SKILLS})`,
        row: `${old} -> ${gone}`,
        reason: 'The object at the other end does not exist any more.',
      }),
    );
    const skill = `"${gone}"`;
    const left = differences(before, await snapshotDatabase(app.test));
    expect(left.length).toBeGreaterThan(0);
    expect(left.filter((line) => !line.includes(skill))).toEqual([]);
    expect(
      await ids(
        `SELECT ${q('company$skillid')} FROM ${q(SKILLS)} WHERE ${q('administration$accountid')} = ${old}`,
      ),
    ).toEqual([kept]);
  });

  it('somebody wrote the place that an old link returns to: the later link stays, and the old one is listed', async () => {
    const [desk = ''] = await ids(
      `SELECT id FROM ${q('company$desk')} WHERE ${q('company$desk_account')} IS NOT NULL ORDER BY id`,
    );
    expect(desk).not.toBe('');
    const [old = ''] = await ids(
      `SELECT ${q('company$desk_account')} FROM ${q('company$desk')} WHERE id = ${desk}`,
    );
    // Somebody else's account, of an entity that is not part of the run: made by the app since.
    const runId = await migrate();
    const later = String(BigInt(old) + 128n * 1000n);
    await write(
      `INSERT INTO ${q('system$user')} (id, name, submetaobjectname) VALUES (${later}, 'came later', '${SOURCE}')`,
      `INSERT INTO ${q('administration$account')} (id, submetaobjectname) VALUES (${later}, '${SOURCE}')`,
      `UPDATE ${q('company$desk')} SET ${q('company$desk_account')} = ${later} WHERE id = ${desk}`,
    );
    const { refused, undone } = await forced(runId);
    expect(refused.findings).toContainEqual(
      expect.objectContaining({ code: 'changed-since-run', subject: 'Company.Desk_Account (company$desk)' }),
    );
    expect(undone.notRestored).toContainEqual(
      expect.objectContaining({
        row: `${desk} -> ${old}`,
        reason: 'Another link that may exist only once is there.',
      }),
    );
    expect(
      await ids(`SELECT ${q('company$desk_account')} FROM ${q('company$desk')} WHERE id = ${desk}`),
    ).toEqual([later]);
  });

  describe('the app was deployed again:', () => {
    const metadata = (table: string): string => q(`mendixsystem$${table}`);

    it('an association to users came, and has links of new users', async () => {
      const runId = await migrate();
      const user = (await usersOf(TARGET)).at(-1) ?? '';
      const [desk = ''] = await ids(`SELECT id FROM ${q('company$desk')} ORDER BY id`);
      await write(
        `CREATE TABLE ${q('company$desk_watcher')} (${q('company$deskid')} bigint NOT NULL, ${q('system$userid')} bigint NOT NULL, PRIMARY KEY (${q('company$deskid')}, ${q('system$userid')}))`,
        `INSERT INTO ${q('company$desk_watcher')} VALUES (${desk}, ${user})`,
        ...(await likeAssociation('System.UserRoles', {
          id: '00000000-0000-4000-8000-00000000aaaa',
          association_name: 'Company.Desk_Watcher',
          table_name: 'company$desk_watcher',
          parent_entity_id: await entityId('Company.Desk'),
          child_entity_id: await entityId('System.User'),
          parent_column_name: 'company$deskid',
          child_column_name: 'system$userid',
        })),
      );
      const { refused, undone } = await forced(runId);
      expect(refused.findings).toContainEqual(
        expect.objectContaining({
          code: 'changed-since-run',
          subject: 'Company.Desk_Watcher (company$desk_watcher)',
        }),
      );
      // The old user takes the link over.
      expect(undone.notRestored).toMatchObject([{ row: `${desk} -> ${user}`, reason: 'New since the run.' }]);
      const [back = ''] = await ids(`SELECT ${q('system$userid')} FROM ${q('company$desk_watcher')}`);
      expect(await ids(`SELECT id FROM ${q('system$user')} WHERE id = ${back}`)).toEqual([back]);
      expect(back).not.toBe(user);
    });

    it('columns were renamed, and the name of an association: found by their GUIDs', async () => {
      const runId = await migrate();
      await write(
        `ALTER TABLE ${q('administration$account')} RENAME COLUMN fullname TO full_name`,
        `UPDATE ${metadata('attribute')} SET attribute_name = 'Full_Name', column_name = 'full_name'
         WHERE attribute_name = 'FullName' AND entity_id = '${await entityId(SOURCE)}'`,
        `ALTER TABLE ${q(SKILLS)} RENAME TO ${q('administration$talents')}`,
        `UPDATE ${metadata('association')} SET association_name = 'Administration.Talents', table_name = 'administration$talents'
         WHERE association_name = 'Administration.Account_Skills'`,
      );
      expect(await undo(runId, false)).toMatchObject({ outcome: 'undone', failure: null, findings: [] });
      const [before, after] = [app.before, await snapshotDatabase(app.test)];
      expect(after.tables.get('administration$talents')?.rows).toEqual(before.tables.get(SKILLS)?.rows);
      expect(after.tables.get('administration$account')?.rows).toEqual(
        before.tables.get('administration$account')?.rows,
      );
    });

    it.each([false, true])(
      'an entity was renamed: its users are of the new name (kept: %s)',
      async (kept) => {
        const runId = await migrate(app.project({ keepOldUsers: kept }));
        const rename = async (entity: string, name: string, table: string): Promise<void> => {
          const [physical = ''] = await ids(
            `SELECT table_name FROM ${metadata('entity')} WHERE entity_name = '${entity}'`,
          );
          await write(
            // Levels that have specializations name the entity.
            ...['system$user', 'administration$account'].map(
              (level) =>
                `UPDATE ${q(level)} SET submetaobjectname = '${name}' WHERE submetaobjectname = '${entity}'`,
            ),
            `ALTER TABLE ${q(physical)} RENAME TO ${q(table)}`,
            `UPDATE ${metadata('entity')} SET entity_name = '${name}', table_name = '${table}' WHERE entity_name = '${entity}'`,
            `UPDATE ${metadata('association')} SET table_name = '${table}' WHERE table_name = '${physical}'`,
          );
        };
        await rename('CompanyB.CompanyB_Account', 'CompanyB.Person', 'companyb$person');
        await rename(TARGET, 'SapAuthentication.Person', 'sapauthentication$person');
        expect(await undo(runId, false)).toMatchObject({ outcome: 'undone', failure: null, findings: [] });
        expect((await usersOf('CompanyB.Person')).length).toBe(3);
        expect(await usersOf('CompanyB.CompanyB_Account')).toEqual([]);
        expect((await usersOf('SapAuthentication.Person')).length).toBe(3);
      },
    );

    it('a column came that Mendix never leaves empty: restored rows have its default, and a version', async () => {
      const [signedIn = ''] = await usersOf(SOURCE);
      await write(`UPDATE ${q('system$session_user')} SET ${q('system$userid')} = ${signedIn}`);
      const runId = await migrate();
      expect(await ids(`SELECT COUNT(*) FROM ${q('system$session_user')}`)).toEqual(['0']);
      const [like] = await ids(
        `SELECT id FROM ${metadata('attribute')} WHERE attribute_name = 'IsLocalUser'`,
      );
      const tables = ['administration$account', 'system$user', 'system$session'];
      await write(
        `ALTER TABLE ${q('administration$account')} ADD COLUMN since ${isPostgres ? 'boolean' : 'bit(1)'}`,
        ...(await copyRow('attribute', `id = '${like ?? ''}'`, {
          id: '00000000-0000-4000-8000-00000000bbbb',
          attribute_name: 'Since',
          column_name: 'since',
          default_value: 'true',
        })),
        ...tables.flatMap((table) => [
          `ALTER TABLE ${q(table)} ADD COLUMN mxobjectversion bigint`,
          `UPDATE ${q(table)} SET mxobjectversion = 1`,
        ]),
      );
      expect(await undo(runId, false)).toMatchObject({ outcome: 'undone', failure: null, findings: [] });
      expect((await usersOf(SOURCE)).length).toBe(3);
      expect(
        await ids(
          `SELECT COUNT(*) FROM ${q('administration$account')} WHERE since IS NULL OR NOT since${isPostgres ? '' : " = b'1'"}`,
        ),
      ).toEqual(['0']);
      const sessions = (app.before.tables.get('system$session')?.rows ?? []).length;
      expect(await ids(`SELECT COUNT(*) FROM ${q('system$session')}`)).toEqual([String(sessions)]);
      for (const table of tables) {
        expect(
          await ids(`SELECT COUNT(*) FROM ${q(table)} WHERE mxobjectversion IS NULL OR mxobjectversion <> 1`),
        ).toEqual(['0']);
      }
    });

    it('a column and an association that the old users had were dropped: every value and link is listed', async () => {
      const old = await ids(
        `SELECT id FROM ${q('administration$account')} WHERE email IS NOT NULL ORDER BY id`,
      );
      const links = (app.before.tables.get(SKILLS)?.rows ?? []).map((row) => row.join(' -> ')).sort();
      expect(old.length).toBeGreaterThan(0);
      expect(links.length).toBeGreaterThan(0);
      const runId = await migrate();
      const entity = await entityId(SOURCE);
      await write(
        `DELETE FROM ${metadata('attribute')} WHERE attribute_name = 'Email' AND entity_id = '${entity}'`,
        `ALTER TABLE ${q('administration$account')} DROP COLUMN email`,
        `DELETE FROM ${metadata('association')} WHERE association_name = 'Administration.Account_Skills'`,
        `DROP TABLE ${q(SKILLS)}`,
      );
      const { refused, undone } = await forced(runId);
      const subjects = ['Administration.Account (email)', 'Administration.Account_Skills'];
      expect(refused.findings.filter(({ code }) => code === 'domain-model-changed')).toMatchObject([
        { severity: 'error', subject: subjects[0], count: old.length },
        { severity: 'error', subject: subjects[1], count: links.length },
      ]);
      const listed = (subject = ''): string[] =>
        (undone.notRestored ?? [])
          .filter((each) => each.subject === subject)
          .map(({ row }) => row)
          .sort();
      expect(listed(subjects[0])).toEqual([...old].sort());
      expect(listed(subjects[1])).toEqual(links);
      expect((await usersOf(SOURCE)).length).toBe(3);
    });

    it('columns that the old users had are of another type: what does not fit any more is listed', async () => {
      const account = 'administration$account';
      const old = await ids(`SELECT id FROM ${q(account)} WHERE email IS NOT NULL ORDER BY id`);
      expect(old.length).toBeGreaterThan(0);
      const runId = await migrate();
      const entity = await entityId(SOURCE);
      const retype = (column: string, type: string): string =>
        isPostgres
          ? `ALTER TABLE ${q(account)} ALTER COLUMN ${column} TYPE ${type} USING NULL`
          : `ALTER TABLE ${q(account)} DROP COLUMN ${column}, ADD COLUMN ${column} ${type}`;
      await write(
        retype('email', 'bigint'),
        `UPDATE ${metadata('attribute')} SET type = 4, length = 0 WHERE attribute_name = 'Email' AND entity_id = '${entity}'`,
        retype('fullname', isPostgres ? 'text' : 'longtext'),
        `UPDATE ${metadata('attribute')} SET length = 0 WHERE attribute_name = 'FullName' AND entity_id = '${entity}'`,
      );
      const { refused, undone } = await forced(runId);
      const subject = 'Administration.Account (email)';
      expect(refused.findings.filter(({ severity }) => severity === 'error')).toMatchObject([
        { code: 'domain-model-changed', subject, count: old.length },
      ]);
      expect((undone.notRestored ?? []).map((each) => [each.subject, each.row])).toEqual(
        old.map((row) => [subject, row]),
      );
      const names = (sql: string): Promise<string[]> => ids(`${sql} FROM ${q(account)} ORDER BY 1`);
      const column = app.before.tables.get(account)?.columns.indexOf('fullname') ?? -1;
      expect((await names('SELECT fullname')).sort()).toEqual(
        (app.before.tables.get(account)?.rows ?? []).map((row) => row[column] ?? '').sort(),
      );
    });

    it('the entity of the old users is gone: nobody can be put back', async () => {
      const runId = await migrate(
        app.project({}, ['CompanyA.CompanyA_Account', 'CompanyB.CompanyB_Account', SOURCE]),
      );
      await write(
        `DELETE FROM ${metadata('attribute')} WHERE entity_id = '${await entityId('CompanyB.CompanyB_Account')}'`,
        `DELETE FROM ${metadata('entity')} WHERE entity_name = 'CompanyB.CompanyB_Account'`,
        `DROP TABLE ${q('companyb$companyb_account')}`,
      );
      for (const { findings } of await refusals(runId)) {
        expect(findings).toContainEqual(
          expect.objectContaining({
            code: 'domain-model-changed',
            severity: 'error',
            subject: 'CompanyB.CompanyB_Account',
          }),
        );
      }
    });

    describe('an AutoNumber of the new users', () => {
      const LEVEL = 'sapauthentication$sapuser';
      const SEQUENCE = `${LEVEL}_employeenumber_mxseq`;
      const isOf = (column: string): string =>
        `${column} = (SELECT id FROM ${metadata('attribute')} WHERE attribute_name = 'EmployeeNumber')`;
      const native = (sql: string): string[] => (isPostgres ? [sql] : []);

      /** Undone without a word, with nothing else different from before the run than this. */
      async function undoneBut(runId: string, ...different: string[]): Promise<void> {
        expect(await undo(runId, false, true)).toMatchObject({ outcome: 'checked', findings: [] });
        expect(await undo(runId, false)).toMatchObject({ outcome: 'undone', failure: null, findings: [] });
        const changed = (await app.changes()).map((line) => line.split(':')[0] ?? '');
        expect(new Set(changed)).toEqual(new Set(different));
      }

      it('is gone', async () => {
        const runId = await migrate();
        await write(
          ...native(`DROP SEQUENCE ${q(SEQUENCE)}`),
          `DELETE FROM ${metadata('sequence')} WHERE ${isOf('attribute_id')}`,
          `DELETE FROM ${metadata('attribute')} WHERE attribute_name = 'EmployeeNumber'`,
          `ALTER TABLE ${q(LEVEL)} DROP COLUMN employeenumber`,
        );
        const metadataTables = ['mendixsystem$attribute', 'mendixsystem$sequence'];
        await undoneBut(runId, LEVEL, ...metadataTables, ...native(`sequence ${SEQUENCE}`));
      });

      it('has another name: its counter is put back', async () => {
        const name = `${LEVEL}_badge_mxseq`;
        const counter = isPostgres
          ? `SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END FROM`
          : `SELECT current_value FROM ${metadata('sequence')} WHERE name =`;
        const next = (sequence: string): Promise<string[]> =>
          ids(`${counter} ${isPostgres ? q(sequence) : `'${sequence}'`}`);
        const before = await next(SEQUENCE);
        const runId = await migrate();
        expect(await next(SEQUENCE)).not.toEqual(before);
        await write(
          ...native(`ALTER SEQUENCE ${q(SEQUENCE)} RENAME TO ${q(name)}`),
          `UPDATE ${metadata('sequence')} SET name = '${name}' WHERE ${isOf('attribute_id')}`,
          `UPDATE ${metadata('attribute')} SET attribute_name = 'Badge', column_name = 'badge' WHERE attribute_name = 'EmployeeNumber'`,
          `ALTER TABLE ${q(LEVEL)} RENAME COLUMN employeenumber TO badge`,
        );
        const sequences = [`sequence ${SEQUENCE}`, `sequence ${name}`].flatMap(native);
        await undoneBut(runId, 'mendixsystem$attribute', 'mendixsystem$sequence', ...sequences);
        expect(await next(name)).toEqual(before);
      });

      it('has no counter any more', async () => {
        const runId = await migrate();
        await write(
          isPostgres
            ? `DROP SEQUENCE ${q(SEQUENCE)}`
            : `DELETE FROM ${metadata('sequence')} WHERE ${isOf('attribute_id')}`,
        );
        await undoneBut(runId, isPostgres ? `sequence ${SEQUENCE}` : 'mendixsystem$sequence');
      });

      it('is a text now', async () => {
        const runId = await migrate();
        await write(
          ...native(`DROP SEQUENCE ${q(SEQUENCE)}`),
          `DELETE FROM ${metadata('sequence')} WHERE ${isOf('attribute_id')}`,
          `UPDATE ${metadata('attribute')} SET type = 30, length = 200 WHERE attribute_name = 'EmployeeNumber'`,
          isPostgres
            ? `ALTER TABLE ${q(LEVEL)} ALTER COLUMN employeenumber TYPE varchar(200)`
            : `ALTER TABLE ${q(LEVEL)} MODIFY COLUMN employeenumber varchar(200)`,
        );
        const metadataTables = ['mendixsystem$attribute', 'mendixsystem$sequence'];
        await undoneBut(runId, ...metadataTables, ...native(`sequence ${SEQUENCE}`));
      });

      it('is counted in no table any more', async () => {
        const runId = await migrate();
        await write(`DROP TABLE ${metadata('sequence')}`, ...native(`DROP SEQUENCE ${q(SEQUENCE)}`));
        await undoneBut(runId, 'mendixsystem$sequence', ...native(`sequence ${SEQUENCE}`));
      });
    });

    describe('objects whose version the run raised', () => {
      const DESK = 'company$desk';
      const raised = (): Promise<string[]> =>
        ids(`SELECT id FROM ${q('company$desk')} WHERE ${q('company$desk_account')} IS NOT NULL ORDER BY id`);

      beforeEach(async () => {
        await write(
          `ALTER TABLE ${q(DESK)} ADD COLUMN mxobjectversion bigint`,
          `UPDATE ${q(DESK)} SET mxobjectversion = 4`,
        );
        expect((await raised()).length).toBeGreaterThan(0);
      });

      it('have none any more', async () => {
        const before = await raised();
        const runId = await migrate();
        await write(`ALTER TABLE ${q(DESK)} DROP COLUMN mxobjectversion`);
        expect(await undo(runId, false)).toMatchObject({ outcome: 'undone', failure: null, findings: [] });
        expect(await raised()).toEqual(before);
        expect(await app.changes()).toEqual([]);
      });

      it('are in a table of another name', async () => {
        const runId = await migrate();
        await write(
          `ALTER TABLE ${q(DESK)} RENAME TO ${q('company$table')}`,
          `UPDATE ${metadata('entity')} SET table_name = 'company$table' WHERE table_name = '${DESK}'`,
          `UPDATE ${metadata('association')} SET table_name = 'company$table' WHERE table_name = '${DESK}'`,
        );
        expect(await undo(runId, false)).toMatchObject({ outcome: 'undone', failure: null, findings: [] });
        expect(await ids(`SELECT COUNT(*) FROM ${q('company$table')} WHERE mxobjectversion <> 4`)).toEqual([
          '0',
        ]);
      });

      if (!isPostgres) {
        it('have no column any more that the server sets', async () => {
          await write(`ALTER TABLE ${q(DESK)} ADD COLUMN touched datetime NULL ON UPDATE CURRENT_TIMESTAMP`);
          const runId = await migrate();
          await write(`ALTER TABLE ${q(DESK)} DROP COLUMN touched`);
          expect(await undo(runId, false)).toMatchObject({ outcome: 'undone', failure: null, findings: [] });
          await write(`ALTER TABLE ${q(DESK)} DROP COLUMN mxobjectversion`);
          expect(await app.changes()).toEqual([]);
        });
      }
    });

    const entityId = async (name: string): Promise<string> =>
      (await ids(`SELECT id FROM ${metadata('entity')} WHERE entity_name = '${name}'`))[0] ?? '';

    /** One more row of a metadata table, like another one but for these columns. */
    async function copyRow(table: string, where: string, change: Record<string, string>): Promise<string[]> {
      const { columns, rows } = await app.test.texts(`SELECT * FROM ${metadata(table)} WHERE ${where}`);
      const [row = []] = rows;
      const values = columns.map((name, at) => [name, change[name] ?? row[at] ?? null] as const);
      const filled = values.filter(([, value]) => value !== null);
      return [
        `INSERT INTO ${metadata(table)} (${filled.map(([name]) => q(name)).join(', ')})
         VALUES (${filled.map(([, value]) => `'${value ?? ''}'`).join(', ')})`,
      ];
    }

    const likeAssociation = (name: string, change: Record<string, string>): Promise<string[]> =>
      copyRow('association', `association_name = '${name}'`, change);
  });

  describe('somebody made', () => {
    it('a trigger that acts on rows which are deleted', async () => {
      const runId = await migrate();
      await write(
        'CREATE TABLE audit (id bigint PRIMARY KEY)',
        `INSERT INTO audit SELECT id FROM ${q('system$user')}`,
        ...(isPostgres
          ? [
              `CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM audit WHERE id = OLD.id; RETURN NULL; END $$`,
              `CREATE TRIGGER forget AFTER DELETE ON ${q('system$user')} FOR EACH ROW EXECUTE FUNCTION forget()`,
            ]
          : [
              `CREATE TRIGGER forget AFTER DELETE ON ${q('system$user')} FOR EACH ROW DELETE FROM audit WHERE id = OLD.id`,
            ]),
      );
      for (const { findings } of await refusals(runId)) {
        expect(findings).toMatchObject([{ code: 'trigger', severity: 'error', subject: 'system$user' }]);
      }
    });

    it('a trigger that acts on rows which are put back: it is told', async () => {
      const runId = await migrate();
      await write(
        ...(isPostgres
          ? [
              `CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$`,
              `CREATE TRIGGER nothing BEFORE INSERT ON ${q('system$user')} FOR EACH ROW EXECUTE FUNCTION nothing()`,
            ]
          : [`CREATE TRIGGER nothing BEFORE INSERT ON ${q('system$user')} FOR EACH ROW SET @nothing = 1`]),
      );
      const undone = await undo(runId, false);
      expect(undone).toMatchObject({
        outcome: 'undone',
        failure: null,
        findings: [{ code: 'trigger', severity: 'warning', subject: 'system$user' }],
      });
      expect(await app.changes()).toEqual([]);
    });

    if (isPostgres) {
      it.each([
        ['rule', `CREATE RULE keep AS ON DELETE TO "system$user" DO ALSO NOTHING`],
        ['row-level-security', `ALTER TABLE "system$user" ENABLE ROW LEVEL SECURITY`],
      ])('what acts on its own: %s', async (code, sql) => {
        const runId = await migrate();
        await write(sql);
        for (const { findings } of await refusals(runId)) {
          expect(findings).toMatchObject([{ code, severity: 'error', subject: 'system$user' }]);
        }
      });
    } else {
      it('a table of an engine that cannot roll back', async () => {
        const runId = await migrate();
        await write(
          `CREATE TABLE plain (PRIMARY KEY (${q('system$userroleid')}, ${q('system$userid')})) ENGINE=MyISAM AS SELECT * FROM ${q('system$userroles')}`,
          `DROP TABLE ${q('system$userroles')}`,
          `RENAME TABLE plain TO ${q('system$userroles')}`,
        );
        for (const { findings } of await refusals(runId)) {
          expect(findings).toMatchObject([
            { code: 'not-transactional', severity: 'error', subject: 'system$userroles' },
          ]);
        }
      });
    }
  });

  it('a newer run: each is taken back on its own, the newer one first where they share users', async () => {
    const only = ['CompanyB.CompanyB_Account'];
    await write(`DELETE FROM ${q('administration$account_manager')}`);
    const before = await snapshotDatabase(app.test);
    const older = await migrate(app.project({}, only));
    const middle = await snapshotDatabase(app.test);
    const newer = await migrate(app.project({}, ['CompanyA.CompanyA_Account', SOURCE]));
    expect(await undo(newer, false)).toMatchObject({ outcome: 'undone', failure: null, findings: [] });
    expect(differences(middle, await snapshotDatabase(app.test))).toEqual([]);
    expect(await undo(older, false)).toMatchObject({ outcome: 'undone', failure: null, findings: [] });
    expect(differences(before, await snapshotDatabase(app.test))).toEqual([]);
  });

  it('a newer run that moved the same people on: the older one cannot be taken back', async () => {
    const older = await migrate();
    const back: Project = {
      formatVersion: 1,
      name: 'Back',
      steps: [
        {
          source: TARGET,
          target: 'MendixSSO.MendixSSOUser',
          keepOldUsers: false,
          attributes: [],
          associations: [],
          acceptLoss: [],
        },
      ],
    };
    const refused = await app.run({ project: back });
    const project = {
      ...back,
      steps: back.steps.map((step) => ({
        ...step,
        acceptLoss: refused.losses.map(({ subject }) => subject),
      })),
    };
    const newer = await migrate(project);
    for (const { findings } of await refusals(older)) {
      expect(findings.map(({ code, severity }) => [code, severity])).toContainEqual([
        'changed-since-run',
        'error',
      ]);
    }
    expect(await undo(newer, false)).toMatchObject({ outcome: 'undone', failure: null, findings: [] });
    expect(await undo(older, false)).toMatchObject({ outcome: 'undone', failure: null, findings: [] });
    expect(await app.changes()).toEqual([]);
  });
});

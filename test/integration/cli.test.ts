import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Project } from '../../shared/project';
import { serializeProject } from '../../shared/project-file';
import { CheckBed, CLEAN_STEP } from '../support/check-bed';
import type { CommandLineResult } from '../support/command-line';
import { documentOf, runCommandLine } from '../support/command-line';
import { databases } from '../support/databases';
import type { Snapshot } from '../support/snapshot';
import { differences, snapshotDatabase } from '../support/snapshot';

const USERS = 4;
const CANARY = '{BCrypt}$2a$10$canary';

describe.each(databases)('command line on $name', (server) => {
  let bed: CheckBed;
  let folder: string;
  let before: Snapshot;
  let projectFile: string;

  const project = (changes: Partial<Project> = {}): Project => ({
    formatVersion: 1,
    name: 'Old to new',
    connection: bed.test.connection,
    steps: [CLEAN_STEP],
    ...changes,
  });
  const write = async (name: string, content: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
  const run = (
    args: string[],
    environment: Record<string, string> = { USER_MIGRATION_PASSWORD: bed.test.secrets.password ?? '' },
  ): Promise<CommandLineResult> => runCommandLine(args, { environment });
  const assertUnchanged = async (): Promise<void> => {
    expect(differences(before, await snapshotDatabase(bed.test))).toEqual([]);
  };

  beforeAll(async () => {
    bed = await CheckBed.create(server);
    for (let n = 1; n <= USERS; n++) {
      await bed.insert('Old.Account', n, {
        Name: `user${String(n)}`,
        Password: CANARY,
        FullName: `User ${String(n)}`,
        Email: `user${String(n)}@example.com`,
        Age: n,
        Active: true,
      });
    }
    folder = await mkdtemp(join(tmpdir(), 'user-migration-cli-'));
    projectFile = await write('project.usermigration.json', serializeProject(project()));
    before = await snapshotDatabase(bed.test);
  });
  afterAll(async () => {
    await bed.drop();
    await rm(folder, { recursive: true });
  });

  describe('reads', () => {
    it('inspects: System.User and all its specializations, with their own attributes and associations', async () => {
      const result = await run(['inspect', '--json'], { USER_MIGRATION_URL: bed.test.url });
      expect(result.exitCode).toBe(0);
      const { entities, idScheme } = documentOf(result) as {
        entities: Record<string, unknown>[];
        idScheme: string;
      };
      expect(idScheme).toBe('randomized');
      expect(entities.map(({ name }) => name)).toEqual([
        'System.User',
        'New.SapUser',
        'Old.Account',
        'Old.Special',
      ]);
      const account = entities.find(({ name }) => name === 'Old.Account');
      expect(account).toMatchObject({ generalization: 'System.User', users: USERS, exactUsers: USERS });
      expect(account?.attributes).toContainEqual({ name: 'FullName', type: 'String', length: 200 });
      const associations = account?.associations as { name: string; role: string }[];
      expect(
        associations.filter(({ name }) => name === 'Old.Account_Manager').map(({ role }) => role),
      ).toEqual(['parent', 'child']);
      expect(result.stdout).not.toContain('System.owner');
    });

    it('maps according to names, into a file without a password', async () => {
      const out = join(folder, 'mapped.usermigration.json');
      const args = ['map', '--from', 'Old.Account', '--to', 'New.SapUser', '--out', out];
      expect(await run(args, { USER_MIGRATION_URL: bed.test.url })).toMatchObject({ exitCode: 0 });
      const text = await readFile(out, 'utf8');
      expect(text).toContain('Old.Account/FullName');
      expect(text).not.toMatch(/password/i);
    });

    it('checks: one document, exit 0 without an error', async () => {
      const result = await run(['check', projectFile, '--json']);
      expect(documentOf(result)).toMatchObject({ ok: true });
      expect(result.exitCode).toBe(0);
    });

    it('shows the plan as SQL', async () => {
      const result = await run(['plan', projectFile]);
      expect(result).toMatchObject({ exitCode: 0 });
      expect(result.stdout).toMatch(/INSERT INTO/);
    });

    it('takes a password from standard input', async () => {
      const stdin = `${bed.test.secrets.password ?? ''}\n`;
      expect(await runCommandLine(['check', projectFile, '--password-stdin'], { stdin })).toMatchObject({
        exitCode: 0,
      });
    });

    it('changes nothing', assertUnchanged);
  });

  describe('refuses, changing nothing and in one message,', () => {
    const refusals: {
      what: string;
      exitCode: number;
      code: string;
      args: () => Promise<string[]> | string[];
      environment?: () => Record<string, string>;
    }[] = [
      {
        what: 'a run without confirmation',
        exitCode: 2,
        code: 'user-migration migrate',
        args: () => ['migrate', projectFile],
      },
      {
        what: 'a run on production whose name is not confirmed',
        exitCode: 2,
        code: 'confirmation-missing',
        args: async () => [
          'migrate',
          await write(
            'production.json',
            serializeProject(project({ connection: { ...bed.test.connection, production: true } })),
          ),
          '--yes',
        ],
      },
      ...['--yes', '--rehearse'].map((how) => ({
        what: `another database's name, with ${how}`,
        exitCode: 2,
        code: 'confirmation-missing',
        args: () => ['migrate', projectFile, how, '--database', 'other'],
      })),
      {
        what: 'source and target that are the same',
        exitCode: 4,
        code: 'same-entity',
        args: () => ['map', '--from', 'Old.Account', '--to', 'Old.Account'],
        environment: () => ({ USER_MIGRATION_URL: bed.test.url }),
      },
      {
        what: 'an entity that is missing',
        exitCode: 2,
        code: 'entity-missing',
        args: async () => [
          'migrate',
          await write(
            'missing.json',
            serializeProject(project({ steps: [{ ...CLEAN_STEP, target: 'Gone.User' }] })),
          ),
          '--yes',
        ],
      },
      {
        what: 'a host that is unknown',
        exitCode: 3,
        code: 'host',
        args: () => ['inspect', '--url', `${server.type}://user@no-such-host.invalid/app`],
      },
      {
        what: 'a wrong password',
        exitCode: 3,
        code: 'wrong-password',
        args: () => ['migrate', projectFile, '--yes'],
        environment: () => ({ USER_MIGRATION_PASSWORD: 'wrong' }),
      },
      {
        what: 'no password where one is needed',
        exitCode: 3,
        code: 'password-missing',
        args: () => ['check', projectFile, '--url', bed.test.url.replace(/\/\/[^@]*@/, '//nobody_here@')],
        environment: () => ({}),
      },
      {
        what: 'an empty password where one is needed',
        exitCode: 3,
        code: 'password-missing',
        args: () => ['check', projectFile, '--url', bed.test.url.replace(/\/\/[^@]*@/, '//nobody_here@')],
        environment: () => ({ USER_MIGRATION_PASSWORD: '' }),
      },
      {
        what: 'a project file in another encoding than UTF-8',
        exitCode: 4,
        code: 'project-not-utf8',
        args: async () => {
          const path = await write('latin1.json', '');
          await writeFile(path, Buffer.from(serializeProject(project({ name: 'Zoë' })), 'latin1'));
          return ['migrate', path, '--yes'];
        },
      },
      {
        what: 'a project file that is cut off',
        exitCode: 4,
        code: 'project',
        args: async () => [
          'migrate',
          await write('cut.json', serializeProject(project()).slice(0, 200)),
          '--yes',
        ],
      },
      {
        what: 'a project file of a newer version',
        exitCode: 4,
        code: 'project',
        args: async () => [
          'migrate',
          await write('newer.json', JSON.stringify({ ...project(), formatVersion: 3 })),
          '--yes',
        ],
      },
      {
        what: 'a project file with __proto__ in it',
        exitCode: 4,
        code: 'project',
        args: async () => [
          'migrate',
          await write(
            'proto.json',
            serializeProject(project()).replace('{', '{ "__proto__": { "steps": [] },'),
          ),
          '--yes',
        ],
      },
      {
        what: 'a project file that does not exist',
        exitCode: 4,
        code: 'project-unreadable',
        args: () => ['check', join(folder, 'none.json')],
      },
      {
        what: 'a password in --url',
        exitCode: 4,
        code: 'password-on-command-line',
        args: () => ['migrate', projectFile, '--yes', '--url', bed.test.url],
      },
      {
        what: 'a --password',
        exitCode: 4,
        code: 'password-on-command-line',
        args: () => ['migrate', projectFile, '--yes', '--password', 'secret-canary'],
      },
      {
        what: 'a report in a folder that does not exist',
        exitCode: 4,
        code: 'report-path-unwritable',
        args: () => ['migrate', projectFile, '--yes', '--report', join(folder, 'none', 'report.html')],
      },
      {
        what: 'a report with a name that is too long',
        exitCode: 4,
        code: 'report-path-unwritable',
        args: () => ['migrate', projectFile, '--yes', '--report', join(folder, `${'x'.repeat(251)}.html`)],
      },
      {
        what: 'a report over the project file',
        exitCode: 4,
        code: 'written-over',
        args: () => ['migrate', projectFile, '--yes', '--report', projectFile],
      },
      {
        what: 'a report over a file that the project names',
        exitCode: 4,
        code: 'written-over',
        args: async () => {
          await mkdir(join(folder, 'names.json'), { recursive: true });
          await writeFile(join(folder, 'names.json', 'names.csv'), 'a,b');
          const named = { ...CLEAN_STEP, name: { namesFile: 'names.json/names.csv' } };
          const naming = await write('names-project.json', serializeProject(project({ steps: [named] })));
          const report = join(folder, 'names.json', '..', 'names.json', 'names.csv');
          return ['migrate', naming, '--yes', '--report', report];
        },
      },
      {
        what: 'a project file over the names that it is to name',
        exitCode: 4,
        code: 'written-over',
        args: async () => {
          const names = await write('names-only.json', 'a,b');
          return ['map', '--from', 'Old.Account', '--to', 'New.User', '--names-file', names, '--out', names];
        },
      },
      {
        what: 'a report of an unknown format',
        exitCode: 4,
        code: 'report-format-unknown',
        args: () => ['migrate', projectFile, '--yes', '--report', join(folder, 'report.docx')],
      },
      {
        what: 'the id map of a rehearsal',
        exitCode: 4,
        code: 'csv-needs-run',
        args: () => ['migrate', projectFile, '--rehearse', '--report', join(folder, 'report.csv')],
      },
      {
        what: 'an unknown command',
        exitCode: 4,
        code: 'wrong-usage',
        args: () => ['migrait', projectFile, '--yes'],
      },
      {
        what: 'an unknown option',
        exitCode: 4,
        code: 'wrong-usage',
        args: () => ['migrate', projectFile, '--yes', '--now'],
      },
      {
        what: 'a command without its argument',
        exitCode: 4,
        code: 'wrong-usage',
        args: () => ['migrate', '--yes'],
      },
    ];

    it.each(refusals)('$what: exit $exitCode', async ({ exitCode, code, args, environment }) => {
      const words = await args();
      const text = await run(words, environment?.());
      expect(text.exitCode, text.stderr + text.stdout).toBe(exitCode);
      expect(`${text.stdout}${text.stderr}`).not.toMatch(/secret-canary|\n\s+at /);

      const json = await run([...words, '--json'], environment?.());
      expect(json.exitCode).toBe(exitCode);
      expect(JSON.stringify(documentOf(json))).toContain(code);
      await assertUnchanged();
    });

    it('a database that is not of Mendix: exit 2', async () => {
      const empty = await server.createDatabase();
      try {
        const result = await run(['inspect', '--json'], { USER_MIGRATION_URL: empty.url });
        expect(result.exitCode).toBe(2);
        expect(documentOf(result)).toMatchObject({ error: { code: 'not-a-mendix-database' } });
      } finally {
        await empty.drop();
      }
    });

    it('leaves no file behind', async () => {
      expect((await readdir(folder)).filter((name) => !name.endsWith('.json'))).toEqual([]);
    });
  });

  describe('writes', () => {
    it('rehearses without a confirmation and rolls back', async () => {
      const report = join(folder, 'rehearsal.html');
      const result = await run(['migrate', projectFile, '--rehearse', '--json', '--report', report]);
      expect(result.exitCode, result.stderr).toBe(0);
      expect(documentOf(result)).toMatchObject({ outcome: 'rehearsed', steps: [{ users: USERS }] });
      expect(await readFile(report, 'utf8')).toContain('Rehearsed without an error');
      await assertUnchanged();
    });

    it('fails with exit 1 and rolls back when somebody holds a lock', async () => {
      const other = await bed.test.connect();
      try {
        await other.query('BEGIN');
        await other.query(`UPDATE ${bed.quote(bed.entity('System.User').table)} SET blocked = blocked`);
        const result = await run(['migrate', projectFile, '--yes', '--json']);
        expect(result.exitCode, result.stderr).toBe(1);
        expect(documentOf(result)).toMatchObject({ outcome: 'rolled-back' });
        await other.query('ROLLBACK');
      } finally {
        await other.close();
      }
      await assertUnchanged();
    });

    it('runs, reports, lists, undoes and forgets', async () => {
      const files = ['html', 'pdf', 'json', 'csv'].map((ending) => join(folder, `run.${ending}`));
      const reports = files.flatMap((file) => ['--report', file]);
      const migrated = await run(['migrate', projectFile, '--yes', '--json', ...reports]);
      expect(migrated.exitCode, migrated.stderr).toBe(0);
      const document = documentOf(migrated);
      expect(document).toMatchObject({ outcome: 'committed', steps: [{ users: USERS }] });
      const runId = String(document.runId);
      const [html, pdf, json, csv] = await Promise.all(files.map((file) => readFile(file, 'latin1')));
      expect(html).toContain(`Migrated: ${String(USERS)} users`);
      expect(pdf).toMatch(/^%PDF-/);
      expect(JSON.parse(json ?? '')).toMatchObject({ reportVersion: 1, outcome: 'committed' });
      expect(csv?.trimEnd().split('\r\n')).toHaveLength(USERS + 1);
      for (const text of [html, json, csv, migrated.stdout, migrated.stderr]) {
        expect(text).not.toContain(CANARY);
        expect(text).not.toContain('user1');
      }

      const environment = { USER_MIGRATION_URL: bed.test.url };
      expect(documentOf(await run(['runs', '--json'], environment))).toMatchObject({ runs: [{ runId }] });
      const again = join(folder, 'again.csv');
      expect(await run(['report', runId, '--out', again, '--include-names'], environment)).toMatchObject({
        exitCode: 0,
      });
      expect(await readFile(again, 'utf8')).toContain('user1');

      expect(await run(['undo', runId], environment)).toMatchObject({ exitCode: 2 });
      const connection = { ...bed.test.connection, production: true };
      const production = await write(
        'production.usermigration.json',
        serializeProject(project({ connection })),
      );
      const unconfirmed = await run(['undo', runId, '--project', production]);
      expect(unconfirmed.stdout).toContain(`--yes --database ${bed.test.connection.database}`);
      const undone = await run(['undo', runId, '--yes', '--json'], environment);
      expect(undone.exitCode, undone.stderr).toBe(0);
      expect(documentOf(undone)).toMatchObject({ outcome: 'undone' });
      await assertUnchanged();

      expect(await run(['forget', runId], environment)).toMatchObject({ exitCode: 2 });
      expect(await run(['forget', runId, '--yes'], environment)).toMatchObject({ exitCode: 0 });
      expect(await run(['undo', runId, '--yes'], environment)).toMatchObject({ exitCode: 2 });
      await assertUnchanged();
    });

    it('says what became of a run that nobody listens to any more', async () => {
      const environment = { USER_MIGRATION_PASSWORD: bed.test.secrets.password ?? '' };
      const newUsers = async (): Promise<number> =>
        (await bed.test.texts(`SELECT name FROM system$user WHERE submetaobjectname = 'New.SapUser'`)).rows
          .length;
      for (const lost of ['stdout', 'stderr', 'disk'] as const) {
        const args = ['migrate', projectFile, '--yes'];
        expect(await runCommandLine(args, { environment, lost }), lost).toMatchObject({ exitCode: 0 });
        expect(await newUsers(), lost).toBe(USERS);
        const { runs } = documentOf(await run(['runs', '--json', '--project', projectFile])) as {
          runs: { runId: string }[];
        };
        const undo = ['undo', runs[0]?.runId ?? '', '--yes', '--project', projectFile];
        expect(await runCommandLine(undo, { environment, lost }), lost).toMatchObject({ exitCode: 0 });
        await assertUnchanged();
      }
    });

    it('a result that a full disk takes only in part is a failure, where nothing was changed', async () => {
      const environment = { USER_MIGRATION_PASSWORD: bed.test.secrets.password ?? '' };
      const result = await runCommandLine(['plan', projectFile], { environment, lost: 'disk' });
      expect(result.exitCode).toBe(1);
      expect(result.stderr).toContain('could not be written');
      expect(await runCommandLine(['plan', projectFile], { environment, lost: 'stdout' })).toMatchObject({
        exitCode: 0,
        stderr: '',
      });
    });
  });
});

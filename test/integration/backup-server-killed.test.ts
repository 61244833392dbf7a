import { readdirSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBackup } from '../../electron/engine/backup/load-backup';
import { saveBackup } from '../../electron/services/backups';
import {
  checkProject,
  failureOf,
  migrateUsers,
  openConnection,
  SampleDatabase,
} from '../../electron/services/command-line';
import type { OpenConnection } from '../../electron/services/command-line';
import { DomainModelIndex } from '../../shared/domain-model-index';
import { mapByNames } from '../../shared/mapping/map-by-names';
import type { Project } from '../../shared/project';
import { serializeProject } from '../../shared/project-file';
import { buildArchive } from '../support/build-archive';
import type { EntrySource } from '../support/build-archive';
import { documentOf, startCommandLine } from '../support/command-line';
import type { RunningCommandLine } from '../support/command-line';
import { fillCompanyApp } from '../support/company-app';
import { dumpDatabase, hasDebianPostgres, startDebianPostgres } from '../support/debian-postgres';
import { killBackend, killPrivateServer, serverProcesses } from '../support/private-servers';
import { createDatabase } from '../support/test-database';

const SOURCE = 'CompanyA.CompanyA_Account';
const TARGET = 'SapAuthentication.SapUser';

/** Does not look at its server, nor at its client, before it is done: in half an hour. */
const BUSY = 'SELECT count(*) FROM generate_series(1, 10000000000) AS n;';
const ENTRIES: Omit<EntrySource, 'dumpId'>[] = [
  {
    description: 'SEARCHPATH',
    tag: 'SEARCHPATH',
    section: 1,
    definition: "SELECT pg_catalog.set_config('search_path', '', false);",
  },
  {
    description: 'TABLE',
    tag: 'a',
    namespace: 'public',
    definition: 'CREATE TABLE public.a (id int, name text);',
  },
  {
    description: 'TABLE DATA',
    tag: 'a',
    namespace: 'public',
    copyStatement: 'COPY public.a (id, name) FROM stdin;\n',
    data: Array.from({ length: 100_000 }, (_, n) => `${String(n)}\t${'x'.repeat(100)}\n`).join(''),
  },
];

describe('a private server that is killed', () => {
  let folder: string;
  /** Where private servers work: nothing is to be left there. */
  let temporary: string;
  const usual = process.env.TMPDIR;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backup-killed-'));
    // The servers' account must be able to get there.
    await chmod(folder, 0o755);
    temporary = process.env.TMPDIR = join(folder, 'temporary');
    await mkdir(temporary, { mode: 0o755 });
  });
  afterAll(async () => {
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
    await rm(folder, { recursive: true });
  });

  const isLeft = (): unknown => [readdirSync(temporary), serverProcesses(temporary)];

  describe('while a backup is loaded', () => {
    const load = async (entries: Omit<EntrySource, 'dumpId'>[], title: string): Promise<void> => {
      const file = join(folder, 'built.backup');
      const numbered = entries.map((entry, position) => ({ ...entry, dumpId: position + 1 }));
      await writeFile(file, buildArchive({ minor: 14, compression: 0, chunk: 100, entries: numbered }));
      let isKilled = false;
      const loading = loadBackup(file, {
        onProgress: (progress) => {
          if (isKilled || !progress.title.endsWith(title)) return;
          isKilled = true;
          killPrivateServer(temporary);
        },
      });
      await expect(loading).rejects.toMatchObject({ code: 'private-server-ended' });
      expect(isLeft()).toEqual([[], []]);
    };

    it('with its rows', () => load(ENTRIES, ': a'));

    it.each([
      ['works', BUSY],
      ['sleeps', 'SELECT pg_sleep(3600);'],
    ])('with an index, whose process %s and does not notice', async (_, definition) => {
      await load([...ENTRIES, { description: 'INDEX', tag: 'i', section: 4, definition }], ': INDEX i');
    });
  });

  describe.runIf(hasDebianPostgres())('with an app in it', () => {
    let file: string;
    let open: OpenConnection;
    let project: Project;
    let blocker: Client;
    const sample = new SampleDatabase();

    beforeAll(async () => {
      file = join(folder, 'app.backup');
      const server = await startDebianPostgres();
      const database = await createDatabase(server.address);
      await fillCompanyApp(database, 20);
      await database.admin(
        `CREATE TABLE public.large AS SELECT n, repeat(md5(n::text), 20) AS content FROM generate_series(1, 100000) AS n`,
      );
      await dumpDatabase(server.address, database.connection.database, file, '-Z0');
      await server.stop();
      expect(isLeft()).toEqual([[], []]);

      await start();
      const index = new DomainModelIndex(open.index.model);
      const step = {
        source: SOURCE,
        target: TARGET,
        keepOldUsers: false,
        ...mapByNames(index, SOURCE, TARGET),
      };
      project = {
        formatVersion: 1,
        name: 'A backup',
        connection: { type: 'backup', file },
        steps: [{ ...step, associations: [], acceptLoss: [] }],
      };
      const { findings } = await checkProject(open, project, { ignoreRunningApp: false });
      project.steps[0]!.acceptLoss = findings
        .filter(({ code }) => code === 'data-loss')
        .map(({ subject }) => subject);
      await stop();
    });

    /** Another session beside those of the program. */
    async function start(): Promise<void> {
      open = await openConnection({ connection: { type: 'backup', file }, secrets: {} }, sample);
      const { connection, secrets } = open.backup!;
      blocker = new Client({ ...connection, user: connection.username, ...secrets });
      blocker.on('error', () => undefined);
      await blocker.connect();
    }

    async function stop(): Promise<void> {
      await blocker.end();
      await open.database.close();
      await open.backup?.stop();
      expect(isLeft()).toEqual([[], []]);
    }

    /** Kills the server when a statement of the program waits for the lock that `sql` takes. */
    async function killWhileWaiting(sql: string): Promise<void> {
      await blocker.query(`BEGIN; ${sql}`);
      const waiting = async (): Promise<unknown> => {
        const { rows } = await blocker.query(`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'`);
        return rows.length;
      };
      await expect.poll(waiting, { timeout: 20_000, interval: 20 }).toBe(1);
      killPrivateServer(temporary);
    }

    it('during the check', async () => {
      await start();
      const checking = checkProject(open, project, { ignoreRunningApp: false });
      const failed = checking.then(
        () => null,
        (error: unknown) => failureOf(error).code,
      );
      await killWhileWaiting(`LOCK TABLE "companya$companya_account" IN ACCESS EXCLUSIVE MODE`);
      expect(await failed).toBe('connection-lost');
      await stop();
    });

    it('during the run: there is nothing to be saved, or to be connected again', async () => {
      await start();
      const running = migrateUsers(open, {
        project,
        mode: 'run',
        ignoreRunningApp: false,
        confirmDatabase: null,
      });
      await killWhileWaiting(`SELECT id FROM "companya$companya_account" FOR NO KEY UPDATE`);
      expect(await running).toMatchObject({ failure: { code: 'connection-lost' } });
      expect((await running).outcome).not.toBe('committed');

      const backup = open.backup!;
      const again = openConnection({ connection: { type: 'backup', file }, secrets: {}, backup }, sample);
      await expect(again).rejects.toMatchObject({ code: 'private-server-ended' });
      const out = join(folder, 'never.backup');
      await expect(saveBackup(backup, out)).rejects.toMatchObject({ code: 'backup-not-saved' });
      expect(readdirSync(folder).sort()).toEqual(['app.backup', 'built.backup', 'temporary']);
      await stop();
    });

    it('in one of its processes: it does not come back with half of the data', async () => {
      await start();
      const backup = open.backup!;
      killBackend(temporary, /^postgres: .* idle/);
      await backup.ended;
      const again = openConnection({ connection: { type: 'backup', file }, secrets: {}, backup }, sample);
      await expect(again).rejects.toMatchObject({ code: 'private-server-ended' });
      await stop();
    });

    it.each(['Find what was changed', 'Write the database', 'Read the new backup and compare'])(
      'while it is saved: %s',
      async (phase) => {
        await start();
        await blocker.query('UPDATE public.large SET n = n + 1');
        const place = await mkdtemp(join(folder, 'place-'));
        const saving = saveBackup(open.backup!, join(place, 'out'), {
          onProgress: ({ title }) => {
            if (title === phase && serverProcesses(temporary).length > 0) killPrivateServer(temporary);
          },
        });
        await expect(saving).rejects.toMatchObject({
          code: 'backup-not-saved',
          cause: expect.stringContaining('private database server') as string,
        });
        expect(readdirSync(place)).toEqual([]);
        await stop();
      },
    );

    describe('of the command line', () => {
      let place: string;
      let path: string;
      const migrate = (): RunningCommandLine =>
        startCommandLine(
          ['migrate', path, '--backup', file, '--yes', '--out', join(place, 'out.backup'), '--json'],
          { environment: { TMPDIR: temporary } },
        );
      beforeAll(async () => {
        path = join(folder, 'p.usermigration.json');
        await writeFile(path, serializeProject(project));
        place = join(folder, 'command-line');
        await mkdir(place);
      });

      it.each([
        [
          'loads',
          'private-server-ended',
          () => serverProcesses(temporary).some((line) => line.includes('COPY')),
        ],
        [
          'saves',
          'backup-not-saved',
          // Before the server starts, the place is tried.
          () => serverProcesses(temporary).length > 0 && readdirSync(place).length > 0,
        ],
      ])('that %s', async (_, code, isThere) => {
        const running = migrate();
        while (!isThere()) await wait(5);
        killPrivateServer(temporary);
        const result = await running.result;
        expect([result.exitCode, documentOf(result)], result.stderr).toMatchObject([1, { error: { code } }]);
        expect(readdirSync(place)).toEqual([]);
        expect(isLeft()).toEqual([[], []]);
      });
    });
  });
});

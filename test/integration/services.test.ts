import { writeFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSample } from '../../electron/engine/sample/start-sample';
import type { Channel } from '../../shared/contract';
import { CHANNELS } from '../../shared/contract';
import { databaseIdentity } from '../../shared/database-identity';
import type { DomainModel } from '../../shared/domain-model';
import { DomainModelIndex } from '../../shared/domain-model-index';
import { mapByNames } from '../../shared/mapping/map-by-names';
import type { Project } from '../../shared/project';
import { serializeProject } from '../../shared/project-file';
import { analyseStep } from '../../shared/step-analysis';
import { connectPostgres } from '../support/postgres-client';
import { ServiceBench } from '../support/service-bench';

const SOURCE = 'Administration.Account';
const SOURCES = ['CompanyA.CompanyA_Account', 'CompanyB.CompanyB_Account', SOURCE];
const TARGET = 'SapAuthentication.SapUser';
const CANARIES = {
  sshPassword: 'canary-of-the-tunnel',
  sshPassphrase: 'canary-of-the-key',
  tlsKeyPassphrase: 'canary-of-the-certificate',
};

const ANY_IDENTITY = databaseIdentity({ server: 's', database: 'd', schema: null, app: 'a' });

type Sample = Awaited<ReturnType<typeof startSample>>;

let sample: Sample;
let hashes: string[];
let names: string[];

beforeAll(async () => {
  sample = await startSample({ users: 60 });
  const { host, port, username, database } = sample.connection;
  const client = await connectPostgres(
    { type: 'postgres', host, port, username, password: sample.secrets.password ?? '' },
    database,
  );
  const users = await client.query('SELECT name, password FROM "system$user"');
  await client.close();
  hashes = users.map((user) => String(user.password)).filter((hash) => hash.length > 20);
  names = users.map((user) => String(user.name));
});

afterAll(() => sample.stop());

/** All accounts, mapped by names, every loss accepted. */
function project(model: DomainModel): Project {
  const index = new DomainModelIndex(model);
  return {
    formatVersion: 1,
    name: 'Accounts to SAP users',
    connection: { ...sample.connection, production: true },
    steps: SOURCES.map((source) => {
      const step = { source, target: TARGET, keepOldUsers: false, ...mapByNames(index, source, TARGET) };
      const { unmappedAttributes, unmappedAssociations } = analyseStep(index, step);
      const acceptLoss = [
        ...unmappedAttributes.map(({ qualifiedName }) => qualifiedName),
        ...unmappedAssociations.map(({ association }) => association.name),
      ];
      return { ...step, acceptLoss };
    }),
  };
}

describe('services on the sample', () => {
  it('lead from connecting to undo through every channel, and no secret leaves them', async () => {
    const bench = new ServiceBench();
    const answers: unknown[] = [];
    const asked = new Set<Channel>();
    const value: ServiceBench['value'] = async (channel, request) => {
      const answer = await bench.value(channel, request);
      asked.add(channel);
      answers.push(answer);
      return answer;
    };
    const refusal = async (channel: Channel, request: never): Promise<string> => {
      const answer = await bench.ask(channel, request);
      answers.push(answer);
      return answer.ok ? 'ok' : answer.failure.code;
    };
    const secrets = { ...sample.secrets, ...CANARIES };
    const connect = { connection: sample.connection, secrets };

    // Connections
    const { saved } = await value('connections.save', {
      id: null,
      name: 'Sample',
      colour: 'green',
      connection: sample.connection,
      secrets,
    });
    expect(saved.hasSecrets).toBe(true);
    expect(await value('connections.list', null)).toEqual([saved]);
    expect(await refusal('model.reload', { identity: ANY_IDENTITY } as never)).toBe('not-connected');
    expect(await refusal('connection.reconnect', null as never)).toBe('not-connected');
    const wrong = { ...connect, secrets: { password: 'canary-of-a-wrong-password' } };
    expect(await refusal('connection.test', wrong as never)).not.toBe('ok');
    bench.chosenPath = '/keys/ca.pem';
    expect(await value('connection.chooseFile', null)).toBe('/keys/ca.pem');
    expect((await value('connection.test', connect)).users).toBeGreaterThan(0);
    const { model, info } = await value('connection.open', { ...connect, secrets: {}, savedId: saved.id });
    expect(model.tables).toEqual([]);
    expect(model.entities.some((entity) => entity.name === SOURCE)).toBe(true);
    const on = { identity: info.identity };
    expect((await value('model.reload', on)).tables).toEqual([]);
    expect((await value('connection.reconnect', null)).info.identity).toEqual(info.identity);
    const samples = await value('model.sampleValues', {
      ...on,
      entity: SOURCE,
      attributes: [`${SOURCE}/FullName`, 'System.User/Name', 'System.User/Password'],
    });
    expect(Object.keys(samples)).not.toContain('System.User/Password');

    // Users
    expect(
      (await value('users.testSignIn', { ...on, name: names[0] ?? '', password: 'canary' })).answer,
    ).toBe('no');
    const described = await value('users.describe', { ...on, ids: ['1'], attribute: null });
    expect(described).toEqual([]);

    // Project
    const migration = project(model);
    const path = join(bench.directory, 'accounts.usermigration.json');
    expect(await refusal('project.save', { project: migration, path } as never)).toBe('path-not-granted');
    expect(await refusal('project.openRecent', { path: '/etc/passwd' } as never)).toBe('path-not-granted');
    bench.chosenPath = path;
    expect(await value('project.save', { project: migration, path: null })).toEqual({ path });
    expect((await value('project.openDialog', null))?.project).toEqual(
      await value('project.parse', { text: serializeProject(migration) }),
    );
    bench.chosenPath = null;
    expect(await value('project.openDialog', null)).toBeNull();
    expect(await value('project.recent', null)).toEqual([path]);
    await value('project.openRecent', { path });
    await value('project.serialize', { project: migration });
    await value('project.autosave', { project: migration, path });
    expect((await value('project.recover', null))?.path).toBe(path);
    await value('project.discardRecovery', null);
    expect(await value('project.recover', null)).toBeNull();

    // A file of names must have been chosen, or lie beside the project.
    const pilots = join(await mkdtemp(join(tmpdir(), 'user-migration-pilots-')), 'pilots.csv');
    await writeFile(pilots, `Name\n${names[0] ?? ''}\n`);
    const [first] = migration.steps;
    if (first === undefined) throw new Error('The project has no move.');
    const selective = { ...migration, steps: [{ ...first, users: { namesFile: pilots } }] };
    const preview = { ...on, project: selective, projectPath: path, step: 0, show: 'all' } as const;
    expect(await refusal('users.preview', preview as never)).toBe('names-file-not-chosen');
    bench.chosenPath = pilots;
    expect(await value('users.chooseFile', null)).toBe(pilots);
    const seen = await bench.value('users.preview', preview);
    asked.add('users.preview');
    const merging = { ...on, project: migration, step: 0, from: 0 };
    expect(await bench.value('users.merges', merging)).toEqual({ count: 0, pairs: [] });
    asked.add('users.merges');
    expect(seen.moving).toBeLessThanOrEqual(1);
    expect(seen.all).toBeGreaterThan(1);

    // Check, rehearse, run
    const checked = await value('check.run', { ...on, project: migration, ignoreRunningApp: false });
    expect(checked.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(checked.report).toMatchObject({ kind: 'check', outcome: 'checked' });
    const shown = await bench.value('users.sample', { ...on, project: migration });
    asked.add('users.sample');
    expect(shown.map(({ step }) => step)).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
    const { plan, tables, estimate } = await value('plan.preview', { ...on, project: migration });
    expect(tables).toContainEqual(expect.objectContaining({ table: 'system$user' }));
    expect(tables.filter(({ table }) => table.includes('user_migration'))).toEqual([]);
    expect(plan.statements.length).toBeGreaterThan(0);
    expect(estimate.low).toBeLessThan(estimate.high);
    await value('plan.exportSql', { ...on, project: migration });
    const run = { ...on, project: migration, ignoreRunningApp: false, confirmDatabase: null };
    const rehearsed = await value('run.start', { ...run, mode: 'rehearsal' });
    expect(rehearsed.outcome).toBe('rehearsed');
    for (const report of [checked.report, rehearsed]) {
      const carried = report.steps[0]?.carriedOver;
      expect(carried?.attributes).toEqual(
        expect.arrayContaining(['System.User/Name', 'System.User/Password', 'System.User/LastLogin']),
      );
      expect(carried?.associations).toContain('System.UserRoles');
      expect(carried?.associations).not.toContain('System.Session_User');
    }
    expect((await value('plan.preview', { ...on, project: migration })).plan.hash).toBe(rehearsed.planHash);
    expect(await refusal('run.start', { ...run, mode: 'run' } as never)).toBe('confirmation-missing');
    expect(await refusal('run.start', { ...run, mode: 'run', confirmDatabase: 'other' } as never)).toBe(
      'confirmation-missing',
    );
    await value('run.cancel', { run: null });
    const running = bench.value('run.start', { ...run, mode: 'run', confirmDatabase: info.database });
    expect(await refusal('run.start', { ...run, mode: 'rehearsal' } as never)).toBe('run-under-way');
    expect(await refusal('connection.close', null as never)).toBe('run-under-way');
    const committed = await running;
    expect(committed.outcome).toBe('committed');
    expect(await value('run.status', { run: null })).toMatchObject({
      running: false,
      lastReport: { outcome: 'committed' },
    });
    expect(bench.page.events.some(([name]) => name === 'progress')).toBe(true);

    // History and exports
    const runId = committed.runId ?? '';
    expect((await value('runs.list', on)).map((summary) => summary.runId)).toContain(runId);
    await value('runs.report', { ...on, runId });
    for (const format of ['html', 'pdf', 'json', 'csv'] as const) {
      // What is exported without a run's id needs the database for the id map only.
      const identity = format === 'csv' ? info.identity : null;
      const report = { id: committed.id ?? '' };
      await value('report.export', { identity, report, format, includeNames: false });
    }
    // The check's own report is still there, and is not taken for the run's.
    await value('report.export', {
      identity: null,
      report: { id: checked.report.id ?? '' },
      format: 'json',
      includeNames: false,
    });
    expect(bench.exports.at(-1)?.content).toContain('"kind": "check"');
    const withoutNames = bench.exports.map(({ content }) => content).join('\n');
    await value('report.export', { ...on, report: { runId }, format: 'csv', includeNames: true });
    const withNames = bench.exports.at(-1)?.content ?? '';
    const undone = await value('runs.undo', { ...on, runId, force: false, confirmDatabase: info.database });
    expect(undone.outcome).toBe('undone');
    await value('runs.forget', { ...on, runId });

    // Backups, see backup-services.test.ts
    bench.chosenPath = '/backups/app.backup';
    expect(await value('backup.choose', null)).toBe('/backups/app.backup');
    await value('backup.dropped', { path: '/backups/app.backup' });
    expect(await value('backup.recent', null)).toEqual([]);
    await value('app.cancelWork', null);
    expect(await refusal('backup.save', { ...on, path: null } as never)).toBe('no-backup');
    asked.add('backup.save');

    // The rest
    await value('connection.close', null);
    await value('connections.remove', { id: saved.id });
    await value('app.info', null);
    await value('app.openExternal', { url: 'https://docs.mendix.com/' });
    await value('app.setDirty', { dirty: true });
    expect([...CHANNELS].filter((channel) => !asked.has(channel))).toEqual([]);
    await bench.services.dispose();

    const moved = names.filter((name) => withNames.includes(name));
    expect(moved.length).toBeGreaterThan(10);
    expect(moved.filter((name) => withoutNames.includes(name))).toEqual([]);
    expect(moved.filter((name) => bench.log().includes(name))).toEqual([]);
    const everything = [
      JSON.stringify(answers),
      JSON.stringify(bench.page.events),
      bench.written(),
      withoutNames,
      withNames,
    ].join('\n');
    const canaries = [
      sample.secrets.password ?? '',
      ...Object.values(CANARIES),
      'canary-of-a-wrong-password',
    ];
    expect(hashes.length).toBeGreaterThan(10);
    expect([...canaries, ...hashes].filter((secret) => everything.includes(secret))).toEqual([]);
  });

  it('send a saved password to no other server', async () => {
    const bench = new ServiceBench();
    const { saved } = await bench.value('connections.save', {
      id: null,
      name: 'Sample',
      colour: 'none',
      connection: sample.connection,
      secrets: sample.secrets,
    });
    const elsewhere = { ...sample.connection, host: 'localhost' };
    const answer = await bench.ask('connection.test', {
      connection: elsewhere,
      secrets: {},
      savedId: saved.id,
    });
    expect(answer.ok).toBe(false);
    await bench.services.dispose();
  });
});

describe('every channel', () => {
  const bench = new ServiceBench();
  afterAll(() => bench.services.dispose());

  it.each(CHANNELS)('%s answers a failure or a value to any payload', async (channel) => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.anything(), fc.constant(null), fc.object()), async (payload) => {
        const answer = await bench.page.dispatch(channel, payload);
        if (!answer.ok) {
          expect(answer.failure).toEqual({
            code: expect.stringMatching(/^[a-z]+(-[a-z]+)*$/) as string,
            message: expect.any(String) as string,
            cause: expect.any(String) as string,
            remedy: expect.any(String) as string,
          });
          expect(answer.failure.code).not.toBe('internal-error');
        }
      }),
      { numRuns: 60 },
    );
  });

  it('that is none is refused, prototypes included', async () => {
    for (const channel of ['', 'constructor', '__proto__', 'toString', 'run', 'run.start ']) {
      expect(await bench.page.dispatch(channel, null)).toMatchObject({
        ok: false,
        failure: { code: 'unknown-channel' },
      });
    }
  });

  it('refuses hostile fields without repeating them', async () => {
    const hostile = JSON.parse(
      '{"connection":{"type":"postgres","host":"h","port":1,"database":"d","username":"u","__proto__":{"x":1},"password":"canary"},"secrets":{}}',
    ) as unknown;
    const answer = await bench.page.dispatch('connection.open', hostile);
    expect(answer).toMatchObject({ ok: false, failure: { code: 'invalid-request' } });
    expect(JSON.stringify(answer)).not.toContain('canary');
  });

  it('answers damaged files of the user’s folder as if there were none', async () => {
    for (const name of ['recent-files.json', 'connections.json', 'secrets.json', 'recovery.json']) {
      writeFileSync(join(bench.directory, 'user-data', name), '{"broken');
    }
    expect(await bench.value('project.recent', null)).toEqual([]);
    expect(await bench.value('connections.list', null)).toEqual([]);
    expect(await bench.value('project.recover', null)).toBeNull();
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRunReport } from '../../electron/engine/journal';
import { runMigration } from '../../electron/engine/run/run-migration';
import { MENDIX_10_22, type ModelDescription } from '../../electron/engine/sample/model-description';
import { physicalModel } from '../../electron/engine/sample/physical-model';
import { SCHEMA_DIALECTS } from '../../electron/engine/sample/schema-dialect';
import { schemaSql } from '../../electron/engine/sample/schema-sql';
import { SYSTEM_MODULE } from '../../electron/engine/sample/system-module';
import { forgetRun } from '../../electron/engine/undo/forget-run';
import { undoRun } from '../../electron/engine/undo/undo-run';
import type { DomainModelIndex } from '../../shared/domain-model-index';
import { mapByNames } from '../../shared/mapping/map-by-names';
import type { Project, Step } from '../../shared/project';
import { checkMigration } from '../support/check-migration';
import { databases, type TestDatabase } from '../support/databases';
import { startMariaDb } from '../support/mariadb-server';
import { Population, randomFrom } from '../support/populate';
import { createDatabase } from '../support/test-database';
import { withEngine } from '../support/with-engine';

const MODEL: ModelDescription = {
  entities: [
    ...SYSTEM_MODULE.entities,
    ...['Old.Account', 'New.SapUser'].map((name): ModelDescription['entities'][number] => ({
      name,
      generalization: 'System.User',
      attributes: [
        { name: 'Body', type: 'String', length: 0 },
        { name: 'Title', type: 'String', length: 200 },
        { name: 'Note', type: 'String', length: 200 },
        { name: 'SeenAt', type: 'DateTime' },
        { name: 'Amount', type: 'Decimal' },
        { name: 'Big', type: 'Long' },
      ],
    })),
  ],
  associations: SYSTEM_MODULE.associations,
};

const LONG = `${'é😀'.repeat(100_000)} `;

/** One user each, as the database writes them: Body and Title, SeenAt, Amount, Big. */
const VALUES: [string | null, string | null, string, string][] = [
  ['😀 👩‍👩‍👧 „Zoë“ ẞıİ', '2024-02-29 23:59:59.123', '0.00000001', '9223372036854775807'],
  [`it's "quoted" and \`ticked\``, '1970-01-01 00:00:00.001', '-0.00000001', '-9223372036854775808'],
  ['back\\slash \\n \\\\ \\\' \\"', '9999-12-31 23:59:59.999', '99999999999999999999.99999999', '-1'],
  ['', '1000-01-01 00:00:00.000', '-99999999999999999999.99999999', '9007199254740993'],
  // Not there in New York, twice there in autumn.
  ['trailing blanks   ', '2024-03-10 02:30:00.000', '1234567890.12345678', '-9007199254740993'],
  [' \t leading', '2024-11-03 01:30:00.000', '0.00000000', '0'],
  ['line\nfeed\r\nand\ttab', null, '1.50000000', '4611686018427387904'],
  ['$1 ? :x %s %% ;-- /* $$ NULL', '2024-01-01 00:00:00.100', '-1.00000000', '-4611686018427387905'],
  [null, '2024-01-01 00:00:00.010', '3.14159265', '281474976710656'],
  [LONG, null, '0.00000000', '1'],
];

/** A text of the project itself. */
const CONSTANT = `it's "x" \\ 😀 $1 ?  `;

/** Settings with which a server or a database may meet us. */
const SETTINGS = {
  postgres: [
    {
      name: 'odd defaults of the database',
      set: [
        `TimeZone = 'Asia/Kolkata'`,
        `DateStyle = 'SQL, DMY'`,
        `standard_conforming_strings = off`,
        `bytea_output = 'escape'`,
        `client_encoding = 'LATIN1'`,
        `transform_null_equals = on`,
        `default_transaction_isolation = 'serializable'`,
        `statement_timeout = '1ms'`,
        `synchronous_commit = off`,
      ],
    },
  ],
  mysql: [
    { name: `no sql_mode`, set: [`sql_mode = ''`, `time_zone = '+05:30'`] },
    {
      name: 'a sql_mode that reads SQL in another way',
      set: [
        `sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT,IGNORE_SPACE,PAD_CHAR_TO_FULL_LENGTH'`,
        `time_zone = '-07:00'`,
      ],
    },
    {
      name: 'odd defaults of sessions',
      set: [
        `sql_mode = 'TRADITIONAL,NO_ZERO_DATE,NO_ZERO_IN_DATE,ONLY_FULL_GROUP_BY'`,
        `autocommit = 0`,
        `foreign_key_checks = 0`,
        `unique_checks = 0`,
        `tx_isolation = 'SERIALIZABLE'`,
        `sql_select_limit = 1`,
        `max_statement_time = 0.001`,
        `sql_safe_updates = 1`,
        // Less than twice the longest text.
        `max_allowed_packet = 1048576`,
        `sql_auto_is_null = 1`,
      ],
    },
  ],
};

describe.each(databases)('values of every kind on $name', (server) => {
  let stop: (() => Promise<void>) | undefined;
  let test: TestDatabase;

  beforeAll(async () => {
    // One of its own: these settings are the whole server's.
    const own = server.type === 'mysql' ? await startMariaDb('America/New_York') : null;
    stop = own?.stop;
    test = await (own ? createDatabase(own) : server.createDatabase());
    await fill();
  });
  afterAll(async () => {
    // The settings would hold for what drops the database as well.
    if (stop) {
      await test.disconnect();
      await stop();
    } else await test.drop();
  });

  async function fill(): Promise<void> {
    const traits = { ...MENDIX_10_22, dateTime: 'datetime(3)' as const };
    for (const sql of schemaSql(physicalModel(MODEL), server.type, traits)) await test.admin(sql);
    const population = await Population.of(test, true, randomFrom(7));
    population.add('New.SapUser', 2);
    const ids = population.add('Old.Account', VALUES.length);
    await population.save();
    const { literal } = SCHEMA_DIALECTS[server.type];
    for (const [n, id] of ids.entries()) {
      const [body = null, seenAt = null, amount = '0', big = '0'] = VALUES[n] ?? [];
      const title = body === LONG ? 'long' : body;
      await test.admin(`UPDATE old$account SET body = ${literal(body)}, title = ${literal(title)},
        note = NULL, seenat = ${literal(seenAt)}, amount = ${amount}, big = ${big} WHERE id = ${id}`);
      await test.admin(
        `UPDATE system$user SET name = ${literal(`${String(n)} ${title ?? ''}`)} WHERE id = ${id}`,
      );
    }
    if (server.type === 'mysql') {
      await test.admin(`SET SESSION sql_mode = ''`);
      await test.admin(`UPDATE old$account SET seenat = '0000-00-00 00:00:00' WHERE big = 1`);
    }
    const { rows } = await test.texts('SELECT body, amount, big FROM old$account');
    expect(new Set(rows.map((row) => JSON.stringify(row)))).toEqual(
      new Set(VALUES.map(([body, , amount, big]) => JSON.stringify([body, amount, big]))),
    );
  }

  async function apply(settings: readonly string[]): Promise<void> {
    const scope =
      server.type === 'postgres' ? `ALTER DATABASE ${test.connection.database} SET` : 'SET GLOBAL';
    for (const setting of settings) await test.admin(`${scope} ${setting}`);
    // Sessions that follow have them.
    const client = await test.connect();
    const shown = server.type === 'postgres' ? 'SHOW TimeZone' : 'SELECT @@SESSION.sql_mode';
    expect((await client.texts(shown)).rows[0]?.[0]).not.toBe((await test.texts(shown)).rows[0]?.[0]);
    await client.close();
  }

  function step(index: DomainModelIndex): Step {
    const [source, target] = ['Old.Account', 'New.SapUser'] as const;
    return { source, target, keepOldUsers: false, ...mapByNames(index, source, target), acceptLoss: [] };
  }

  describe.each(SETTINGS[server.type])('under $name', ({ set }) => {
    beforeAll(async () => {
      if (server.type === 'postgres' || stop) await apply(set);
    });

    it.each([false, true])('come through a run and its undo, old users kept: %s', async (keepOldUsers) => {
      const steps = await withEngine(test, (_engine, index) =>
        Promise.resolve([{ ...step(index), keepOldUsers }]),
      );
      const { report, users } = await checkMigration(test, steps);
      expect({ failure: report.failure, users }).toEqual({ failure: null, users: VALUES.length });
    });

    if (server.type === 'postgres') {
      it('a session waits until its COMMIT is on the disk', async () => {
        const shown = await withEngine(test, async (engine) => {
          const session = await engine.session();
          const { rows } = await session.execute('SHOW synchronous_commit');
          await session.release();
          return rows;
        });
        expect(shown).toEqual([{ synchronous_commit: 'local' }]);
      });
    }

    it('so does a text of the project', async () => {
      await withEngine(test, async (engine, index) => {
        const mapped = step(index);
        mapped.attributes = [
          ...mapped.attributes.filter(({ target }) => target !== 'New.SapUser/Note'),
          { value: CONSTANT, target: 'New.SapUser/Note' },
        ];
        const input = { database: engine, operator: `O'Brien \\ 😀`, toolVersion: '0.0.0' };
        const project: Project = { formatVersion: 1, name: CONSTANT, steps: [mapped] };
        const report = await runMigration({ ...input, project, mode: 'run', ignoreRunningApp: true });
        expect(report).toMatchObject({ outcome: 'committed', failure: null });
        const { rows } = await test.texts('SELECT note, COUNT(*) FROM new$sapuser GROUP BY note ORDER BY 2');
        expect(rows.at(-1)).toEqual([CONSTANT, String(VALUES.length)]);
        const runId = report.runId ?? '';
        expect(await readRunReport(engine, runId)).toMatchObject({
          project: CONSTANT,
          operator: input.operator,
        });
        expect(await undoRun({ ...input, runId, force: false })).toMatchObject({ outcome: 'undone' });
        await forgetRun(engine, runId);
      });
    });
  });
});

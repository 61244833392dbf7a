import { beforeAll, describe, expect, it } from 'vitest';
import type { Database, Session } from '../../electron/engine/connection/database';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import { leaveEarlierRun } from '../mutation/plan-under-test';
import { fillTinyApp, MERGED, PROJECTS } from '../mutation/tiny-app';
import { databases } from '../support/databases';

/** What MySQL 9.7 lists as reserved in `information_schema.KEYWORDS`. MariaDB reserves fewer words. */
const RESERVED = new Set(
  `
accessible add all alter analyze and as asc asensitive before between bigint binary blob both by call cascade
case change char character check collate column condition constraint continue convert create cross cube
cume_dist current_date current_time current_timestamp current_user cursor database databases day_hour
day_microsecond day_minute day_second dec decimal declare default delayed delete dense_rank desc describe
deterministic distinct distinctrow div double drop dual each else elseif empty enclosed escaped except exists
exit explain external false fetch first_value float float4 float8 for force foreign from fulltext function
generated get grant group grouping groups having high_priority hour_microsecond hour_minute hour_second if
ignore in index infile inner inout insensitive insert int int1 int2 int3 int4 int8 integer intersect interval
into io_after_gtids io_before_gtids is iterate join json_table key keys kill lag last_value lateral lead
leading leave left library like limit linear lines load localtime localtimestamp lock long longblob longtext
loop low_priority match maxvalue mediumblob mediumint mediumtext middleint minute_microsecond minute_second
mod modifies natural not no_write_to_binlog nth_value ntile null numeric of on optimize optimizer_costs option
optionally or order out outer outfile over partition percent_rank precision primary procedure purge qualify
range rank read reads read_write real recursive references regexp release rename repeat replace require
resignal restrict return revoke right rlike row rows row_number schema schemas second_microsecond select
sensitive separator set show signal smallint spatial specific sql sqlexception sqlstate sqlwarning
sql_big_result sql_calc_found_rows sql_small_result ssl starting stored straight_join system table tablesample
terminated then tinyblob tinyint tinytext to trailing trigger true undo union unique unlock unsigned update
usage use using utc_date utc_time utc_timestamp values varbinary varchar varcharacter varying virtual when
where while window with write xor year_month zerofill
`
    .trim()
    .split(/\s+/),
);

/** What MySQL reads of comments for one server. */
function forMysql(sql: string): string {
  return sql.replaceAll(/\/\*M![^]*?\*\//g, '').replaceAll(/\/\*!80000([^]*?)\*\//g, '$1');
}

/** A statement without its texts; names in backticks keep theirs. */
function withoutTexts(sql: string): string {
  return sql.replaceAll(/'(?:[^'\\]|''|\\.)*'/g, "''");
}

/** Names after AS that are not quoted, types of a CAST aside. */
function reservedAliases(sql: string): string[] {
  const types = new Set(['char', 'binary', 'decimal', 'unsigned', 'signed', 'json', 'datetime', 'select']);
  return [...withoutTexts(sql).matchAll(/\bAS ([a-z_]\w*)/gi)]
    .map((match) => (match[1] ?? '').toLowerCase())
    .filter((word) => RESERVED.has(word) && !types.has(word));
}

/**
 * The table that an UPDATE or DELETE writes, where it reads it in a subquery (MySQL's error 1093). A derived table
 * may: it is read first.
 */
function readsWhatItWrites(sql: string): string | null {
  const head = /^(?:UPDATE|DELETE `[^`]+` FROM) (`[^`]+`)/.exec(sql);
  const [start, table] = [head?.[0], head?.[1]];
  if (start === undefined || table === undefined) return null;
  const rest = insideParentheses(withoutDerivedTables(sql.slice(start.length)));
  return ['FROM', 'JOIN'].some((word) => rest.includes(`${word} ${table} AS`)) ? table : null;
}

/** Tables that an UPDATE joins may be the one that it writes. */
function insideParentheses(sql: string): string {
  let depth = 0;
  return Array.from(sql)
    .filter((character) => {
      if (character === '(') depth += 1;
      if (character === ')') depth -= 1;
      return depth > 0;
    })
    .join('');
}

function withoutDerivedTables(sql: string): string {
  const found = /(?:FROM|JOIN)\s*\(\s*SELECT/.exec(sql);
  if (found === null) return sql;
  let [end, depth] = [sql.indexOf('(', found.index), 0];
  do {
    if (sql[end] === '(') depth += 1;
    if (sql[end] === ')') depth -= 1;
    end += 1;
  } while (depth > 0 && end < sql.length);
  return sql.slice(0, found.index) + withoutDerivedTables(sql.slice(end));
}

/** The list of names that a statement opens more than once: MySQL does that with no temporary table (error 1137). */
function opensTwice(sql: string): string | null {
  const opened = [...withoutTexts(sql).matchAll(/`user_migration_names_\d+`/g)].map(([table]) => table);
  return opened.find((table, position) => opened.indexOf(table) !== position) ?? null;
}

/** A database that writes down what it is sent. */
function recorded(database: Database, sent: string[]): Database {
  const observed = <T extends object>(object: T, methods: Partial<T>): T =>
    new Proxy(object, {
      get(of, name) {
        const method: unknown = Reflect.get(methods, name) ?? Reflect.get(of, name);
        return typeof method === 'function' ? (method.bind(of) as unknown) : method;
      },
    });
  const session = (of: Session): Session =>
    observed(of, {
      execute: (sql, parameters) => {
        sent.push(forMysql(sql));
        return of.execute(sql, parameters);
      },
    });
  return observed(database, {
    readOnly: (work, tables) =>
      database.readOnly(
        (query, manager) =>
          work((sql, parameters) => {
            sent.push(forMysql(sql));
            return query(sql, parameters);
          }, manager),
        tables,
      ),
    session: async () => session(await database.session()),
  });
}

/** MariaDB lets through what MySQL refuses, and no MySQL server comes with Debian. */
describe.each(databases.filter(({ type }) => type === 'mysql'))('what MySQL refuses, on $name', (server) => {
  const sent: string[] = [];

  beforeAll(async () => {
    for (const steps of Object.values(PROJECTS)) {
      const test = await server.createDatabase();
      await fillTinyApp(test, { randomized: true, foreignKeys: true });
      const engine = await openDatabase(test.connection, test.secrets);
      await leaveEarlierRun(recorded(engine, sent), { formatVersion: 1, name: 'Restrictions', steps });
      await engine.close();
      await test.drop();
    }
    const test = await server.createDatabase();
    await fillTinyApp(test, { randomized: true, foreignKeys: true });
    const { rows } = await test.texts(
      `SELECT name FROM system$user WHERE submetaobjectname = 'Old.Account' AND name IS NOT NULL`,
    );
    const names = rows.map(([name]) => name ?? '');
    const engine = await openDatabase(test.connection, test.secrets);
    await leaveEarlierRun(
      recorded(engine, sent),
      {
        formatVersion: 2,
        name: 'Lists',
        steps: (PROJECTS[MERGED] ?? []).map((step, position) =>
          position === 0
            ? step
            : {
                ...step,
                users: { namesFile: 'users.csv' },
                name: { namesFile: 'names.csv' },
                existing: { match: 'name', then: 'merge' },
              },
        ),
      },
      [
        { step: 1, use: 'users', names: names.map((name) => [name, null]) },
        { step: 1, use: 'name', names: names.map((name) => [name, `sso.${name}`]) },
      ],
    );
    await engine.close();
    await test.drop();
  });

  it('is in no statement of a run and its undo', () => {
    expect(sent.length).toBeGreaterThan(500);
    expect(sent.filter((sql) => reservedAliases(sql).length > 0)).toEqual([]);
    expect(sent.filter((sql) => readsWhatItWrites(sql) !== null)).toEqual([]);
    expect(sent.filter((sql) => sql.includes('@user_migration_names_1_0')).length).toBeGreaterThan(5);
    expect(sent.filter((sql) => opensTwice(sql) !== null)).toEqual([]);
  });

  it('would be found', () => {
    expect(reservedAliases('SELECT 1 FROM `t` AS stored')).toEqual(['stored']);
    expect(opensTwice('SELECT 1 FROM `user_migration_names_0` JOIN `user_migration_names_0` AS b')).toBe(
      '`user_migration_names_0`',
    );
    expect(readsWhatItWrites('UPDATE `t` AS `a` SET x = 1 WHERE EXISTS (SELECT 1 FROM `t` AS b)')).toBe(
      '`t`',
    );
    expect(readsWhatItWrites('DELETE `a` FROM `t` AS `a` WHERE x IN (SELECT x FROM u JOIN `t` AS b)')).toBe(
      '`t`',
    );
    expect(
      readsWhatItWrites('UPDATE `t` AS `a` CROSS JOIN (SELECT x FROM `t` AS b) AS c SET x = c.x WHERE 1'),
    ).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { mutantsOf } from './mutants';
import type { MutationContext } from './mutants';
import { parseSql, renderSql } from './sql-nodes';
import type { SqlText } from './sql-nodes';

const context: MutationContext = {
  type: 'postgres',
  types: new Map([
    [
      'new',
      new Map([
        ['id', 'number'],
        ['name', 'text'],
        ['mail', 'text'],
      ]),
    ],
    [
      'moved',
      new Map([
        ['run', 'text'],
        ['step', 'number'],
        ['old', 'number'],
      ]),
    ],
  ]),
  texts: ['r1', 'r2'],
};

const made = (statement: SqlText): string[] =>
  mutantsOf(statement, context).flatMap(({ kind, statements }) =>
    kind.startsWith('statement')
      ? []
      : statements.map(({ sql, parameters }) => `${sql} ${JSON.stringify(parameters)}`),
  );

describe('SQL as data', () => {
  it.each([
    { sql: `SELECT "a""b", 'it''s' FROM "t" WHERE x IN ($1, $2) AND y = $1`, parameters: ['p', 'q'] },
    { sql: 'UPDATE `a``b` AS t SET t.`c` = ? WHERE t.`d` <=> CAST(? AS CHAR)', parameters: ['p', null] },
    {
      sql: `DO $block$ BEGIN EXECUTE format('x %I', (SELECT MAX(id) + 1 FROM t)); END $block$`,
      parameters: [],
    },
  ])('is the same text again: $sql', (statement) => {
    expect(renderSql(parseSql(statement))).toEqual(statement);
  });

  it('numbers parameters again when some are left out', () => {
    const statement = {
      sql: 'SELECT 1 FROM moved AS m WHERE m.run = $1 AND m.step = $2',
      parameters: ['r1', 5],
    };
    expect(made(statement)).toContain('SELECT 1 FROM moved AS m WHERE TRUE AND m.step = $1 [5]');
    expect(made(statement)).toContain('SELECT 1 FROM moved AS m WHERE m.run = $1 AND TRUE ["r1"]');
    const positional = { ...statement, sql: statement.sql.replace(/\$\d/g, '?') };
    expect(made(positional)).toContain('SELECT 1 FROM moved AS m WHERE TRUE AND m.step = ? [5]');
  });
});

describe('mistakes of an INSERT', () => {
  const mutants = made({
    sql: `INSERT INTO new (id, name, mail) SELECT m.old, $1, 'x' FROM moved AS m LEFT JOIN new AS n ON n.id = m.old AND n.name = 'y' WHERE m.step IN (1, 2)`,
    parameters: ['r1'],
  });

  it.each([
    [`a column left out`, `(id, mail) SELECT m.old, 'x' FROM`],
    [`NULL`, `SELECT m.old, NULL, 'x' FROM`],
    [`a constant`, `SELECT 7, $1, 'x' FROM`],
    [`another column`, `SELECT m.old, 'x', 'x' FROM`],
    [`two columns swapped`, `SELECT m.old, 'x', $1 FROM`],
    [`another column read`, `SELECT m."step", $1, 'x' FROM`],
    [`another join`, `FROM moved AS m JOIN new AS n`],
    [`a condition left out`, `ON TRUE AND n.name = 'y' WHERE`],
    [`a condition negated`, `ON NOT ( n.id = m.old) AND n.name = 'y'`],
    [`no filter`, `n.name = 'y' ["r1"]`],
    [`a narrower list`, `WHERE m.step IN ( 2)`],
    [`another literal`, `n.name = 'yx'`],
    [`another value`, `["r2"]`],
  ])('%s', (_what, part) => {
    expect(mutants.filter((text) => text.includes(part))).not.toEqual([]);
  });
});

describe('mistakes of an UPDATE', () => {
  const mutants = made({
    sql: `UPDATE new AS t SET name = CASE WHEN m.step = 1 THEN 'a' ELSE t.mail END, mail = COALESCE(t.name, '') FROM moved AS m WHERE m.old = t.id AND (m.step < 3 OR m.run = 'x')`,
    parameters: [],
  });

  it.each([
    [`an item left out`, `SET mail = COALESCE(t.name, '') FROM`],
    [`a branch of CASE`, `SET name = 'a', mail`],
    [`the other branch of CASE`, `SET name = t.mail, mail`],
    [`a fallback left out`, `mail = COALESCE(t.name) FROM`],
    [`a comparison`, `m.step <= 3`],
    [`an alternative left out`, `( FALSE OR m.run = 'x')`],
    [`a number`, `m.step = 2 THEN`],
    [`items swapped`, `SET name = COALESCE(t.name, ''), mail = CASE`],
  ])('%s', (_what, part) => {
    expect(mutants.filter((text) => text.includes(part))).not.toEqual([]);
  });
});

it('drops each branch of a UNION', () => {
  const mutants = made({
    sql: 'INSERT INTO new (id) SELECT 1 UNION SELECT 2 UNION SELECT 3',
    parameters: [],
  });
  for (const rest of ['SELECT 2 UNION SELECT 3', 'SELECT 1 UNION SELECT 3', 'SELECT 1 UNION SELECT 2']) {
    expect(mutants).toContain(`INSERT INTO new (id) ${rest} []`);
  }
});

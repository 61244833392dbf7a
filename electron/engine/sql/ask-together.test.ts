import { describe, expect, it } from 'vitest';
import { askTogether } from './ask-together';

describe('queries that are asked together', () => {
  it('keep their values: placeholders count on, but in quotes', () => {
    const queries = [
      { sql: 'SELECT a FROM t WHERE b = $1 AND c = $2', parameters: ['x', 1] },
      { sql: `SELECT '$1 it''s $2' AS "a$1""$2" WHERE d = $1 OR e = $1`, parameters: ['y'] },
      { sql: 'SELECT 1', parameters: [] },
    ];
    expect(askTogether(queries, 'postgres')).toEqual({
      sql: `SELECT 0 AS query, (
SELECT a FROM t WHERE b = $1 AND c = $2
) AS answer
UNION ALL
SELECT 1 AS query, (
SELECT '$1 it''s $2' AS "a$1""$2" WHERE d = $3 OR e = $3
) AS answer
UNION ALL
SELECT 2 AS query, (
SELECT 1
) AS answer`,
      parameters: ['x', 1, 'y'],
    });
  });

  it('keep their order, which is all that MySQL knows of values', () => {
    const { sql, parameters } = askTogether(
      [
        { sql: 'SELECT ?', parameters: ['a'] },
        { sql: "SELECT '$1', ?", parameters: ['b'] },
      ],
      'mysql',
    );
    expect(sql).toContain("'$1', ?");
    expect(parameters).toEqual(['a', 'b']);
  });
});

import { describe, expect, it } from 'vitest';
import type { Column } from '../../../shared/domain-model';
import { limitsOf } from './column-limits';

const column = (type: string, maxLength: number | null = null, maxBytes: number | null = null): Column => ({
  name: 'x',
  type,
  nullable: true,
  hasDefault: false,
  generated: false,
  expression: null,
  identity: 'none',
  invisible: false,
  autoUpdate: false,
  maxLength,
  maxBytes,
  collation: null,
});

/** The database is asked about values only where one of them could be refused. */
describe('a column that takes every value of another one', () => {
  it.each<[now: Column, was: string]>([
    [column('character varying(200)', 200), 'character varying(200)'],
    [column('character varying(200)', 200), 'character varying(10)'],
    [column('varchar(200)', 200), 'char(200)'],
    [column('text', null, 65_535), 'varchar(200)'],
    [column('mediumtext', null, 16_777_215), 'text'],
    [column('text'), 'text'],
    [column('character(10)', 10), 'character(10)'],
    [column('bigint'), 'integer'],
    [column('bigint(20)'), 'int(11)'],
    [column('int(11)'), 'tinyint(3) unsigned'],
    [column('bigint unsigned'), 'int unsigned'],
    [column('numeric(28,8)'), 'integer'],
    [column('numeric(28,8)'), 'numeric(20,8)'],
    [column('numeric'), 'numeric(28,8)'],
    [column('decimal(28,8)'), 'bigint(20)'],
    [column('double precision'), 'integer'],
    [column('double precision'), 'real'],
    [column('timestamp without time zone'), 'timestamp(3) without time zone'],
    [column('datetime(6)'), 'datetime(3)'],
    [column('datetime'), 'date'],
  ])('$0.type after %s', (now, was) => {
    expect(limitsOf(now, was)).toBeNull();
  });
});

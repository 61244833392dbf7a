import { describe, expect, it } from 'vitest';
import {
  databaseIdentity,
  describeDatabase,
  otherDatabase,
  sameDatabase,
  samePlace,
} from './database-identity';

const A = databaseIdentity({ server: 'db:5432 7', database: 'app', schema: 'public', app: 'a1' });
const change = (parts: Partial<typeof A>): typeof A => databaseIdentity({ ...A, ...parts });

describe('the identity of a database', () => {
  it('is the same only when every part is', () => {
    expect(sameDatabase(A, change({}))).toBe(true);
    for (const other of [
      change({ server: 'db:5432 8' }),
      change({ database: 'App' }),
      change({ schema: null }),
      change({ schema: 'second' }),
      change({ app: 'a2' }),
    ]) {
      expect(sameDatabase(A, other)).toBe(false);
      expect(other.key).not.toBe(A.key);
    }
    expect(samePlace(A, change({ app: 'a2' }))).toBe(true);
    expect(samePlace(A, change({ schema: 'second' }))).toBe(false);
  });

  it('has a key that no name can imitate', () => {
    expect(change({ database: 'app/public', schema: null }).key).not.toBe(A.key);
    expect(change({ schema: '' }).key).toBe(change({ schema: null }).key);
  });

  it('is told in words, without what only the server knows it by', () => {
    expect(describeDatabase(A)).toBe('app, schema public, on db:5432');
    expect(describeDatabase(change({ schema: null }))).toBe('app on db:5432');
  });

  it.each([
    ['another deployment', change({ app: 'a2' }), 'deployed again'],
    ['another database', change({ database: 'copy' }), 'the connection leads to copy'],
    ['another server of the same name', change({ server: 'db:5432 8' }), 'another server'],
  ])('says what is wrong: %s', (_what, actual, words) => {
    expect(otherDatabase(A, actual)).toMatchObject({
      kind: 'refused',
      code: 'other-database',
      cause: expect.stringContaining(words) as string,
      remedy: expect.stringContaining('Reconnect') as string,
    });
  });
});

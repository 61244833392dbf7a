import { describe, expect, test } from 'vitest';
import { parseConnectionUrl } from './connection-url';
import { UserMigrationError } from './failure';

describe('parseConnectionUrl', () => {
  test('a URL with everything', () => {
    expect(
      parseConnectionUrl(
        'postgresql://me:p%40ss%2Fword@db.example.com:6432/app?schema=mx&sslmode=verify-full&sslrootcert=ca.pem',
      ),
    ).toEqual({
      connection: {
        type: 'postgres',
        host: 'db.example.com',
        port: 6432,
        database: 'app',
        schema: 'mx',
        username: 'me',
        tls: { mode: 'verify-full', caFile: 'ca.pem' },
      },
      password: 'p@ss/word',
    });
  });

  test.each([
    ['postgres://u@h/db', 'postgres', 5432],
    ['mysql://u@h/db', 'mysql', 3306],
    ['mariadb://u@h/db', 'mysql', 3306],
    ['jdbc:postgresql://h/db?user=u', 'postgres', 5432],
    ['jdbc:mariadb://h:3307/db?user=u', 'mysql', 3307],
  ])('%s', (url, type, port) => {
    expect(parseConnectionUrl(url)).toEqual({
      connection: { type, host: 'h', port, database: 'db', username: 'u' },
    });
  });

  test('IPv6, and a password with characters that should be encoded', () => {
    const parsed = parseConnectionUrl(' mysql://u:a@b:c%@[::1]:3307/db ');
    expect(parsed.connection).toMatchObject({ host: '::1', port: 3307, username: 'u' });
    expect(parsed.password).toBe('a@b:c%');
  });

  test.each([
    ['sslmode=prefer', 'require'],
    ['ssl-mode=VERIFY_IDENTITY', 'verify-full'],
    ['sslMode=VERIFY_CA', 'verify-ca'],
    ['useSSL=true', 'require'],
    ['ssl=true', 'verify-full'],
  ])('TLS mode of %s', (query, mode) => {
    expect(parseConnectionUrl(`mysql://u@h/db?${query}`).connection.tls).toEqual({ mode });
  });

  test.each([
    [
      'text',
      'DatabaseType=PostgreSQL\nDatabaseHost=db:5433\nDatabaseName=app\nDatabaseUserName=mendix\nDatabasePassword=s=cret',
    ],
    [
      'YAML',
      " DatabaseType: 'PostgreSQL'\n DatabaseHost: 'db:5433'\n DatabaseName: app\n DatabaseUserName: mendix\n DatabasePassword: \"s=cret\"",
    ],
    [
      'JSON',
      '{\n"DatabaseType": "POSTGRESQL",\n"DatabaseHost": "db:5433",\n"DatabaseName": "app",\n"DatabaseUserName": "mendix",\n"DatabasePassword": "s=cret"\n}',
    ],
    [
      'JDBC',
      'DatabaseJdbcUrl=jdbc:postgresql://db:5433/app\nDatabaseUserName=mendix\nDatabasePassword=s=cret',
    ],
  ])("a Mendix app's settings as %s", (_format, text) => {
    expect(parseConnectionUrl(text)).toEqual({
      connection: { type: 'postgres', host: 'db', port: 5433, database: 'app', username: 'mendix' },
      password: 's=cret',
    });
  });

  test.each([
    '',
    'http://u:canary@h/db',
    'postgres://u:canary@/db',
    'postgres://u:canary@h',
    'postgres://u:canary@h:99999/db',
    'postgres://u:canary@h1,h2/db',
    'postgres://u:canary@h/db?sslmode=canary',
    'DatabaseType=HSQLDB\nDatabasePassword=canary',
  ])('refuses %j without repeating it', (text) => {
    let caught: unknown;
    try {
      parseConnectionUrl(text);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(UserMigrationError);
    const failure = (caught as UserMigrationError).toFailure();
    expect(failure.code).toBe('connection-url-invalid');
    expect(JSON.stringify(failure)).not.toContain('canary');
  });
});

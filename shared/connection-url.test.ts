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
    ['sslmode=prefer', 'prefer'],
    ['sslmode=allow', 'allow'],
    ['ssl-mode=PREFERRED', 'prefer'],
    ['sslmode=disable', 'disable'],
    ['sslmode=require', 'require'],
    ['sslrootcert=system', 'verify-full'],
    ['useSSL=true&verifyServerCertificate=true', 'verify-ca'],
    ['useSSL=false', 'disable'],
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
    'postgres:u:canary@h/db',
    'jdbc:mysql://address=(host=h)(port=1)(user=canary)/db',
    'jdbc:sqlserver://h;databaseName=db;password=canary',
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

  const failureOf = (text: string): UserMigrationError => {
    try {
      parseConnectionUrl(text);
    } catch (error) {
      if (error instanceof UserMigrationError) return error;
    }
    throw new Error(`${text} was taken`);
  };

  test.each([
    ['postgres://u@h/db?sslmode=canary', 'mode'],
    ['postgres://u@h/db?sslcrl=canary', 'sslcrl'],
    ['jdbc:postgresql://h/db?user=u&sslfactory=canary', 'sslfactory'],
    ['postgres://u@h/db?channel_binding=require', 'channel_binding'],
    ['postgres://h/db?user=u&password=a&canary=1', 'after the password'],
  ])('a parameter that is not known: %s', (text, told) => {
    const failure = failureOf(text).toFailure();
    expect(failure.code).toBe('connection-url-parameter');
    expect(failure.message).toContain(told);
    expect(JSON.stringify(failure)).not.toContain('canary');
  });

  test.each([
    'postgres://u@h1,h2/db',
    'postgres://u@h1:1,h2:2/db',
    'jdbc:mariadb:sequential://h1,h2:3307/db',
    'postgres:///db?host=h1,h2',
  ])('one of several hosts must be chosen: %s', (text) => {
    expect(failureOf(text).code).toBe('several-hosts');
  });

  test.each([
    ['postgres://u@%2Frun%2Fpostgresql:5433/db', '/run/postgresql', 5433],
    ['postgres:///db?host=/run/postgresql&user=u', '/run/postgresql', 5432],
    ['postgresql:///db?host=/run/postgresql&port=5433&user=u', '/run/postgresql', 5433],
    ['mysql://u@localhost/db?socketPath=/run/mysqld/mysqld.sock', '/run/mysqld/mysqld.sock', 3306],
    ['jdbc:mariadb://localhost/db?user=u&localSocket=/run/m.sock', '/run/m.sock', 3306],
  ])('a socket: %s', (text, host, port) => {
    expect(parseConnectionUrl(text).connection).toMatchObject({ host, port, database: 'db', username: 'u' });
  });

  test.each([
    ['jdbc:postgresql:db', 'postgres', 'localhost'],
    ['jdbc:postgresql:///db', 'postgres', 'localhost'],
    ['jdbc:mysql:///db', 'mysql', 'localhost'],
    ['jdbc:mariadb:replication://h/db', 'mysql', 'h'],
    [
      'jdbc:mysql://h/db?useUnicode=true&characterEncoding=UTF-8&serverTimezone=UTC&allowPublicKeyRetrieval=true',
      'mysql',
      'h',
    ],
    ['jdbc:postgresql://h/db?ApplicationName=mx&tcpKeepAlive=true&prepareThreshold=0', 'postgres', 'h'],
    ['DATABASE_URL=postgres://h/db', 'postgres', 'h'],
    ['export DATABASE_ENDPOINT="mysql://h/db"', 'mysql', 'h'],
  ])('%s', (text, type, host) => {
    expect(parseConnectionUrl(text).connection).toEqual({
      type,
      host,
      port: type === 'postgres' ? 5432 : 3306,
      database: 'db',
      username: '',
    });
  });

  test('parts that are encoded', () => {
    expect(
      parseConnectionUrl('postgres://m%C3%A9:p%3Aw%2B@h/my%20db%2F1?options=-c%20search_path%3Dmx'),
    ).toEqual({
      connection: {
        type: 'postgres',
        host: 'h',
        port: 5432,
        database: 'my db/1',
        schema: 'mx',
        username: 'mé',
      },
      password: 'p:w+',
    });
    // A plus sign is a blank to JDBC drivers alone.
    expect(parseConnectionUrl('postgres://h/db?user=u&password=a+b').password).toBe('a+b');
    expect(parseConnectionUrl('jdbc:postgresql://h/db?user=u&password=a+b%26').password).toBe('a b&');
    expect(parseConnectionUrl('postgres://h/db?currentSchema="Mx,1",public').connection.schema).toBe('Mx,1');
  });

  test('on MySQL a schema is a database: another one than that of the address is refused', () => {
    expect(parseConnectionUrl('mysql://u@h/db?schema=db').connection).toMatchObject({ database: 'db' });
    expect(() => parseConnectionUrl('mysql://u@h/db?schema=other')).toThrow('another schema');
    expect(() => parseConnectionUrl('jdbc:mariadb://h/db?currentSchema=other')).toThrow('another schema');
  });
});

import type { ServerConnection, TlsSettings } from './connection';
import { decode, readParameters } from './connection-parameters';
import { UserMigrationError } from './failure';

export interface ParsedConnection {
  connection: ServerConnection;
  password?: string;
}

const DEFAULT_PORTS = { postgres: 5432, mysql: 3306 } as const;

const SCHEMES: Readonly<Record<string, ServerConnection['type']>> = {
  postgres: 'postgres',
  postgresql: 'postgres',
  mysql: 'mysql',
  mariadb: 'mysql',
};

/** What only Mendix's other databases use. */
const OTHER_DATABASES = /^(?:jdbc:)?(sqlserver|jtds|oracle|db2|sap|hsqldb|h2|mongodb|sqlite)\b/i;

/**
 * Reads a connection from what people have at hand: `postgres://`, `postgresql://`, `mysql://` and `mariadb://`
 * URLs, with or without `jdbc:` before them, or the lines of a Mendix app's settings (`DatabaseType`,
 * `DatabaseHost`, `DatabaseName`, `DatabaseUserName`, `DatabasePassword`, `DatabaseJdbcUrl`, as text, YAML or JSON).
 * A host that is a path is a socket: PostgreSQL's folder, MySQL's file. Parameters: {@link readParameters}.
 *
 * @throws UserMigrationError `connection-url-invalid`, `connection-url-parameter`, `several-hosts`; the text, which may
 * hold a password, is not in it.
 */
export function parseConnectionUrl(text: string): ParsedConnection {
  const trimmed = text.trim();
  if (/\bDatabase(Type|Host|Name|JdbcUrl)\b/.test(trimmed)) return parseSettings(trimmed);
  // The variable that platforms give an app, as its line in a file or shell.
  return parseUrl(unquote(trimmed.replace(/^(?:export\s+)?DATABASE_(?:URL|ENDPOINT)\s*[=:]\s*/, '')));
}

function parseUrl(text: string): ParsedConnection {
  if (OTHER_DATABASES.test(text)) throw invalid('Only PostgreSQL, MySQL and MariaDB are supported.');
  // `jdbc:mariadb:sequential://` tells how several hosts are taken; one is enough here.
  const [, jdbc, scheme = '', rest = ''] = /^(jdbc:)?([a-z]+)(?::[a-z]+(?=:\/\/))?:(.*)$/is.exec(text) ?? [];
  const type = SCHEMES[scheme.toLowerCase()];
  if (type === undefined) throw invalid('It does not begin with postgres://, mysql:// or mariadb://.');
  const isJdbc = jdbc !== undefined;
  if (!rest.startsWith('//') && !isJdbc) throw invalid('There is no // after the type of the database.');
  // PostgreSQL's JDBC driver takes `jdbc:postgresql:database` as well.
  const place = rest.startsWith('//') ? rest.slice(2) : `/${rest.replace(/^\//, '')}`;
  return build(type, partsOf(place, type, isJdbc));
}

/** @param place what follows `//` */
function partsOf(place: string, type: ServerConnection['type'], isJdbc: boolean): Parts {
  // The last @ ends user and password: some passwords have one that is not encoded.
  const at = place.split('?', 1)[0]?.lastIndexOf('@') ?? -1;
  const [address, query = ''] = split(place.slice(at + 1), '?');
  const [authority, path = ''] = split(address, '/');
  const [user, password] = split(at < 0 ? '' : place.slice(0, at), ':');
  const server = parseAuthority(authority, type);
  const parameters = readParameters(query, isJdbc);
  const host = parameters.host ?? (server.host === '' && isJdbc ? 'localhost' : server.host);
  return {
    host: oneHost(host),
    port: parameters.port === undefined ? server.port : portOf(parameters.port),
    database: decode(path.replace(/\/$/, '')) || (parameters.database ?? ''),
    username: decode(user) || parameters.username,
    password: password === undefined ? parameters.password : decode(password),
    schema: parameters.schema,
    tls: parameters.tls,
  };
}

/** Keys of https://docs.mendix.com/refguide/custom-settings/, one a line. */
function parseSettings(text: string): ParsedConnection {
  const settings = readSettings(text);
  const own = {
    username: settings.get('databaseusername'),
    password: settings.get('databasepassword'),
    tls: settings.get('databaseusessl')?.toLowerCase() === 'true' ? REQUIRED_TLS : undefined,
  };
  const url = settings.get('databasejdbcurl') ?? '';
  if (url !== '') {
    const { connection, password } = parseUrl(url);
    const { type, username, tls, ...place } = connection;
    return build(type, {
      schema: undefined,
      ...place,
      username: own.username ?? username,
      password: own.password ?? password,
      tls: tls ?? own.tls,
    });
  }
  const type = SCHEMES[settings.get('databasetype')?.toLowerCase() ?? ''];
  if (type === undefined) throw invalid('DatabaseType is neither PostgreSQL, MySQL nor MariaDB.');
  const address = parseAuthority(settings.get('databasehost') ?? '', type);
  return build(type, { ...own, ...address, database: settings.get('databasename') ?? '', schema: undefined });
}

const REQUIRED_TLS: TlsSettings = { mode: 'require' };

/** Names in small letters, and values without quotes. */
function readSettings(text: string): Map<string, string> {
  const settings = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^\W*(Database\w+)["']?\s*[:=]\s*(.*?)\s*,?\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) settings.set(name.toLowerCase(), unquote(value));
  }
  return settings;
}

interface Parts {
  host: string;
  port: number;
  database: string;
  username: string | undefined;
  password: string | undefined;
  schema: string | undefined;
  tls: TlsSettings | undefined;
}

function build(type: ServerConnection['type'], parts: Parts): ParsedConnection {
  const { host, port, database, username = '', password, schema, tls } = parts;
  if (host === '') throw invalid('It names no host.');
  if (database === '') throw invalid('It names no database.');
  if (type === 'mysql' && schema !== undefined && schema !== '' && schema !== database) {
    throw otherSchema(database);
  }
  return {
    connection: {
      type,
      host,
      port,
      database,
      ...(type === 'postgres' && schema !== undefined && schema !== '' ? { schema } : {}),
      username,
      ...(tls === undefined ? {} : { tls }),
    },
    ...(password === undefined ? {} : { password }),
  };
}

/** `host`, `host:port`, `[::1]:port`, `%2Fsocket%2Ffolder`. */
function parseAuthority(text: string, type: ServerConnection['type']): { host: string; port: number } {
  if (text.startsWith('(') || /^address=/i.test(text)) {
    throw invalid('Hosts in brackets with key and value are not understood.');
  }
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:,]*))(?::(\d+))?$/.exec(oneHost(text)) ?? [];
  if (bracketed === undefined && plain === undefined) throw invalid('Its host and port cannot be read.');
  return {
    host: decode(bracketed ?? plain ?? ''),
    port: port === undefined ? DEFAULT_PORTS[type] : portOf(port),
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw invalid('Its port is not between 1 and 65535.');
  }
  return port;
}

/** A run needs one server that is known beforehand, not whichever of several answers. */
function oneHost(text: string): string {
  if (!text.includes(',')) return text;
  throw new UserMigrationError('usage', {
    code: 'several-hosts',
    message: 'This address names several hosts.',
    cause: 'A migration writes to one server, which must be known beforehand: the primary.',
    remedy: 'Keep only the host and port of the primary server.',
  });
}

/** At the first separator. */
function split(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function unquote(value: string): string {
  return /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;
}

/** On MySQL a schema is a database: two that differ name two databases. */
function otherSchema(database: string): UserMigrationError {
  return new UserMigrationError('usage', {
    code: 'connection-url-parameter',
    message: `This address names the database ${database}, and another schema.`,
    cause: 'On MySQL and MariaDB a schema is a database: it cannot be known which one is meant.',
    remedy: 'Remove the parameter schema, or correct the name of the database.',
  });
}

function invalid(cause: string): UserMigrationError {
  return new UserMigrationError('usage', {
    code: 'connection-url-invalid',
    message: 'This cannot be read as the address of a database.',
    cause,
    remedy:
      "Write it like postgres://user@host:5432/database?schema=public, or paste the app's Database settings.",
  });
}

import type { ServerConnection, TlsMode, TlsSettings } from './connection';
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

/** Every name that libpq, the JDBC drivers and MySQL's own programs give the TLS modes. */
const TLS_MODES: Readonly<Record<string, TlsMode>> = {
  disable: 'disable',
  disabled: 'disable',
  allow: 'disable',
  // Encrypted if possible is not a promise: say so at once when it is not.
  prefer: 'require',
  preferred: 'require',
  require: 'require',
  required: 'require',
  trust: 'require',
  'verify-ca': 'verify-ca',
  'verify-full': 'verify-full',
  'verify-identity': 'verify-full',
};

/**
 * Reads a connection from what people have at hand: `postgres://`, `postgresql://`, `mysql://` and `mariadb://`
 * URLs, with or without `jdbc:` before them, or the lines of a Mendix app's settings (`DatabaseType`,
 * `DatabaseHost`, `DatabaseName`, `DatabaseUserName`, `DatabasePassword`, `DatabaseJdbcUrl`, as text, YAML or JSON).
 * `?schema=` and `?sslmode=` are understood, and `currentSchema`, `sslrootcert`, `sslcert`, `sslkey`.
 *
 * @throws UserMigrationError `connection-url-invalid`; the text, which may hold a password, is not in it.
 */
export function parseConnectionUrl(text: string): ParsedConnection {
  const trimmed = text.trim();
  return /\bDatabase(Type|Host|Name|JdbcUrl)\b/.test(trimmed) ? parseSettings(trimmed) : parseUrl(trimmed);
}

function parseUrl(text: string): ParsedConnection {
  const match = /^(?:jdbc:)?([a-z]+):\/\/(.*)$/is.exec(text);
  const type = SCHEMES[match?.[1]?.toLowerCase() ?? ''];
  if (type === undefined) throw invalid('It does not begin with postgres://, mysql:// or mariadb://.');
  const rest = match?.[2] ?? '';
  // The last @ ends user and password: some passwords hold one that is not encoded.
  const at = rest.split('?', 1)[0]?.lastIndexOf('@') ?? -1;
  const [address, query = ''] = split(rest.slice(at + 1), '?');
  const [authority, path = ''] = split(address, '/');
  const [user, password] = split(at < 0 ? '' : rest.slice(0, at), ':');
  const parameters = new Map(
    [...new URLSearchParams(query)].map(([name, value]) => [name.toLowerCase(), value] as const),
  );
  return build(type, {
    ...parseAuthority(authority, type),
    database: decode(path.replace(/\/$/, '')),
    username: decode(user) || parameters.get('user'),
    password: password === undefined ? parameters.get('password') : decode(password),
    schema: parameters.get('schema') ?? parameters.get('currentschema')?.split(',')[0],
    tls: tlsOf(parameters),
  });
}

/** Keys of https://docs.mendix.com/refguide/custom-settings/, one a line. */
function parseSettings(text: string): ParsedConnection {
  const settings = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^\W*(Database\w+)["']?\s*[:=]\s*(.*?)\s*,?\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) settings.set(name.toLowerCase(), unquote(value));
  }
  const url = settings.get('databasejdbcurl');
  const fromUrl = url === undefined || url === '' ? undefined : parseUrl(url);
  const type = fromUrl?.connection.type ?? SCHEMES[settings.get('databasetype')?.toLowerCase() ?? ''];
  if (type === undefined) throw invalid('DatabaseType is neither PostgreSQL, MySQL nor MariaDB.');
  const host = settings.get('databasehost');
  return build(type, {
    ...(fromUrl?.connection ?? parseAuthority(host ?? '', type)),
    database: fromUrl?.connection.database ?? settings.get('databasename') ?? '',
    username: settings.get('databaseusername') ?? fromUrl?.connection.username,
    password: settings.get('databasepassword') ?? fromUrl?.password,
    schema: fromUrl?.connection.schema,
    tls:
      fromUrl?.connection.tls ??
      (settings.get('databaseusessl') === 'true' ? { mode: 'require' } : undefined),
  });
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

/** `host`, `host:port`, `[::1]:port`. */
function parseAuthority(text: string, type: ServerConnection['type']): { host: string; port: number } {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:,]*))(?::(\d+))?$/.exec(text) ?? [];
  if (bracketed === undefined && plain === undefined) throw invalid('Its host and port cannot be read.');
  const number = port === undefined ? DEFAULT_PORTS[type] : Number(port);
  if (number < 1 || number > 65_535) throw invalid('Its port is not between 1 and 65535.');
  return { host: decode(bracketed ?? plain ?? ''), port: number };
}

function tlsOf(parameters: ReadonlyMap<string, string>): TlsSettings | undefined {
  const named = parameters.get('sslmode') ?? parameters.get('ssl-mode') ?? parameters.get('tls');
  const mode = named === undefined ? flagOf(parameters) : TLS_MODES[named.toLowerCase().replaceAll('_', '-')];
  if (named !== undefined && mode === undefined) throw invalid('Its sslmode is not one that is known.');
  if (mode === undefined) return undefined;
  const caFile = parameters.get('sslrootcert') ?? parameters.get('ssl-ca');
  const certFile = parameters.get('sslcert') ?? parameters.get('ssl-cert');
  const keyFile = parameters.get('sslkey') ?? parameters.get('ssl-key');
  return {
    mode,
    ...(caFile === undefined ? {} : { caFile }),
    ...(certFile === undefined ? {} : { certFile }),
    ...(keyFile === undefined ? {} : { keyFile }),
  };
}

/** `ssl=true` verifies everything in PostgreSQL's JDBC driver; MySQL's `useSSL=true` only encrypts. */
function flagOf(parameters: ReadonlyMap<string, string>): TlsMode | undefined {
  if (parameters.get('ssl') === 'true') return 'verify-full';
  return parameters.get('usessl') === 'true' ? 'require' : undefined;
}

/** At the first separator. */
function split(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone % was meant as it is.
    return text;
  }
}

function unquote(value: string): string {
  return /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;
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

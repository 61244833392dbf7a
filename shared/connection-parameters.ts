import type { TlsMode, TlsSettings } from './connection';
import { UserMigrationError } from './failure';

/** What the parameters of a URL say, of all drivers and programs that are known to have them. */
export interface UrlParameters {
  host?: string | undefined;
  port?: string | undefined;
  database?: string | undefined;
  username?: string | undefined;
  password?: string | undefined;
  schema?: string | undefined;
  tls?: TlsSettings | undefined;
}

/** Every name that libpq, the JDBC drivers and MySQL's own programs give the TLS modes. */
const TLS_MODES: Readonly<Record<string, TlsMode>> = {
  disable: 'disable',
  disabled: 'disable',
  allow: 'allow',
  prefer: 'prefer',
  preferred: 'prefer',
  require: 'require',
  required: 'require',
  trust: 'require',
  'verify-ca': 'verify-ca',
  'verify-full': 'verify-full',
  'verify-identity': 'verify-full',
};

/** Without upper case, `-` and `_`: `socketPath`, `ssl-mode`, `application_name`. */
const NAMES: Readonly<Record<string, string>> = {
  host: 'host',
  hostaddr: 'host',
  socket: 'host',
  socketpath: 'host',
  unixsocket: 'host',
  localsocket: 'host',
  port: 'port',
  dbname: 'database',
  user: 'username',
  username: 'username',
  password: 'password',
  schema: 'schema',
  currentschema: 'schema',
  searchpath: 'schema',
  options: 'options',
  sslmode: 'tls',
  tls: 'tls',
  ssl: 'verified',
  usessl: 'encrypted',
  requiressl: 'encrypted',
  verifyservercertificate: 'chain',
  sslrootcert: 'caFile',
  sslca: 'caFile',
  serversslcert: 'caFile',
  sslcert: 'certFile',
  sslkey: 'keyFile',
};

/** They change nothing that matters here: times, buffers, pools, or what the program sets for every session itself. */
const IGNORED: ReadonlySet<string> = new Set(
  `allowmultiqueries allowpublickeyretrieval applicationname assumeminserverversion autoreconnect autosave
binarytransfer cachecallablestmts cacheprepstmts cacheresultsetmetadata cacheserverconfiguration cancelsignaltimeout
characterencoding characterset charset clientencoding connectionattributes connectioncollation connectiontimezone
connecttimeout databasemetadatacachefields defaultfetchsize defaultrowfetchsize elidesetautocommits
enabledsslprotocolsuites enabledtlsprotocols fallbackapplicationname forceconnectiontimezonetosession
hostrecheckseconds initialtimeout keepalives keepalivescount keepalivesidle keepalivesinterval loadbalancehosts loggerlevel
logintimeout logunclosedconnections maintaintimestats maxallowedpacket maxreconnects noaccesstoprocedurebodies
nullcatalogmeanscurrent passfile permitmysqlscheme preferquerymode preparethreshold preparedstatementcachequeries
preparedstatementcachesizemib prepstmtcachesize prepstmtcachesqllimit readonly receivebuffersize reconnect
rewritebatchedinserts rewritebatchedstatements sendbuffersize servertimezone sessionvariables sockettimeout sslcompression
sslmaxprotocolversion sslminprotocolversion sslsni stringtype targetservertype targetsessionattrs tcpkeepalive tcpkeepalives
tcpusertimeout timezone tinyint1isbit tlsversions usebulkstmts usecompression usefractionalseconds uselegacydatetimecode
uselocalsessionstate useserverprepstmts useunicode yearisdatetype zerodatetimebehavior`.split(/\s+/),
);

/** May be asked for only where the program does it: not at all. */
const UNLESS_REQUIRED: ReadonlySet<string> = new Set(['channelbinding', 'gssencmode']);

/** Java's key stores, which only Java reads. */
const KEY_STORES = /keystore|truststore|sslfactory|sslpasswordcallback/;

/**
 * @param query what follows the question mark
 * @param plusIsBlank as the JDBC drivers decode it
 * @throws UserMigrationError `connection-url-parameter` for one that is not known: it may say which database is meant,
 * or how safe the connection has to be. No value is in it.
 */
export function readParameters(query: string, plusIsBlank: boolean): UrlParameters {
  const found = new Map<string, string>();
  for (const pair of query.split('&').filter((text) => text !== '')) {
    const at = pair.indexOf('=');
    const name = decode(at < 0 ? pair : pair.slice(0, at));
    const text = at < 0 ? '' : pair.slice(at + 1);
    const value = decode(plusIsBlank ? text.replaceAll('+', ' ') : text);
    const plain = name.toLowerCase().replace(/[-_]/g, '');
    const meaning = NAMES[plain];
    if (meaning !== undefined) found.set(meaning, value);
    else if (!IGNORED.has(plain) && !(UNLESS_REQUIRED.has(plain) && value !== 'require')) {
      // After a password, a name can be a part of it: an & that was not encoded.
      throw unknown(found.has('password') ? null : name, KEY_STORES.test(plain));
    }
  }
  return {
    host: found.get('host'),
    port: found.get('port'),
    database: found.get('database'),
    username: found.get('username'),
    password: found.get('password'),
    schema: schemaOf(found.get('schema') ?? optionsPath(found.get('options'))),
    tls: tlsOf(found),
  };
}

/** Decodes `%41`; a lone % was meant as it is. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The first of a search path. */
function schemaOf(path: string | undefined): string | undefined {
  const [, quoted, plain] = /^\s*(?:"([^"]+)"|([^,\s]+))/.exec(path ?? '') ?? [];
  return quoted ?? plain;
}

/** libpq's `options=-c search_path=app`; other settings are the program's own matter. */
function optionsPath(options: string | undefined): string | undefined {
  return /(?:-c\s*|--)search_path=(\S+)/.exec(options ?? '')?.[1];
}

function tlsOf(found: ReadonlyMap<string, string>): TlsSettings | undefined {
  const named = found.get('tls');
  const isSystem = found.get('caFile') === 'system';
  const caFile = isSystem ? undefined : found.get('caFile');
  const mode =
    named === undefined ? flagOf(found, isSystem) : TLS_MODES[named.toLowerCase().replaceAll('_', '-')];
  if (named !== undefined && mode === undefined) throw unknownMode();
  const certFile = found.get('certFile');
  const keyFile = found.get('keyFile');
  if (mode === undefined && [caFile, certFile, keyFile].every((file) => file === undefined)) return undefined;
  return {
    mode: mode ?? 'prefer',
    ...(caFile === undefined ? {} : { caFile }),
    ...(certFile === undefined ? {} : { certFile }),
    ...(keyFile === undefined ? {} : { keyFile }),
  };
}

/** `ssl=true` verifies everything in PostgreSQL's JDBC driver; MySQL's `useSSL=true` only encrypts. */
function flagOf(found: ReadonlyMap<string, string>, isSystem: boolean): TlsMode | undefined {
  const isOn = (name: string): boolean => ['true', '1', ''].includes(found.get(name)?.toLowerCase() ?? 'off');
  if (isOn('verified') || isSystem) return 'verify-full';
  if (isOn('encrypted')) return isOn('chain') ? 'verify-ca' : 'require';
  return found.get('encrypted')?.toLowerCase() === 'false' ? 'disable' : undefined;
}

function unknownMode(): UserMigrationError {
  return new UserMigrationError('usage', {
    code: 'connection-url-parameter',
    message: 'The sslmode of this address is not one that is known.',
    cause:
      'It is none of disable, allow, prefer, require, verify-ca, verify-full, nor what MySQL calls them.',
    remedy:
      'Choose one of these; https://www.postgresql.org/docs/current/libpq-ssl.html says what they mean.',
  });
}

function unknown(name: string | null, isKeyStore: boolean): UserMigrationError {
  return new UserMigrationError('usage', {
    code: 'connection-url-parameter',
    message:
      name === null
        ? 'This address has a parameter that is not known, after the password.'
        : `This address has a parameter that is not known: ${name.slice(0, 60)}.`,
    cause: 'It may say which database is meant, or how safe the connection has to be.',
    remedy:
      name === null
        ? 'Write & in a password as %26; else remove the parameter.'
        : isKeyStore
          ? 'Give certificates and keys as PEM files: sslrootcert, sslcert and sslkey.'
          : 'Check its spelling, or remove it if the app can do without.',
  });
}

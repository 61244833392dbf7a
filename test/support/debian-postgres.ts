import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { startEmbeddedServer } from '../../electron/engine/private-server/embedded-server';
import type { EmbeddedServer } from '../../electron/engine/private-server/embedded-server';
import type { ServerAddress } from './server-address';

/** PostgreSQL 15 as Debian packs it, client and server: what Mendix Cloud's backups are made by and for. */
const PROGRAMS = process.env.USER_MIGRATION_TEST_POSTGRES_15 ?? '/usr/lib/postgresql/15/bin';

/** Is it here? Where it is not, tests of backups do not run, which is a failure where `CI=true`. */
export function hasDebianPostgres(): boolean {
  if (existsSync(`${PROGRAMS}/postgres`)) return true;
  const message = `There is no PostgreSQL 15 in ${PROGRAMS}: tests of backups DO NOT RUN. Install postgresql-15, or set USER_MIGRATION_TEST_POSTGRES_15.`;
  if (process.env.CI === 'true') throw new Error(message);
  process.stderr.write(`\n${'!'.repeat(80)}\n${message}\n${'!'.repeat(80)}\n\n`);
  return false;
}

export interface DebianPostgres {
  address: ServerAddress;
  stop: EmbeddedServer['stop'];
}

/** A server of its own, empty. */
export async function startDebianPostgres(): Promise<DebianPostgres> {
  const server = await startEmbeddedServer({
    binaries: { initdb: `${PROGRAMS}/initdb`, postgres: `${PROGRAMS}/postgres` },
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' },
  });
  const { host, port, username, password, stop } = server;
  return { address: { type: 'postgres', host, port, username, password }, stop };
}

/** `pg_dump -O -x -Fc` of a database into a file, as Mendix Cloud does it. */
export async function dumpDatabase(
  address: ServerAddress,
  database: string,
  file: string,
  ...flags: string[]
): Promise<void> {
  await run('pg_dump', ['-O', '-x', '-Fc', ...flags, '-f', file, '-d', database], address);
}

/** `pg_restore` into an empty database; anything that it finds fault with is an error. */
export async function restoreArchive(address: ServerAddress, file: string, database: string): Promise<void> {
  await run('pg_restore', ['-O', '-x', '--exit-on-error', '-d', database, file], address);
}

/** Everything in a database as the lines of a plain dump, sorted: rows have no order. */
export async function dumpAsLines(address: ServerAddress, database: string): Promise<string[]> {
  const sql = await run('pg_dump', ['-O', '-x', '-d', database], address);
  // A random word of their own.
  return sql
    .split('\n')
    .filter((line) => !/^\\(un)?restrict /.test(line))
    .sort();
}

/** The table of contents as `pg_restore -l` lists it, without its comments. */
export async function listArchive(file: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)(`${PROGRAMS}/pg_restore`, ['-l', file], {
    maxBuffer: 1 << 28,
  });
  return stdout.split('\n').filter((line) => !line.startsWith(';'));
}

async function run(program: string, args: string[], address: ServerAddress): Promise<string> {
  const { host, port, username, password } = address;
  const { stdout } = await promisify(execFile)(`${PROGRAMS}/${program}`, args, {
    env: { ...process.env, PGHOST: host, PGPORT: String(port), PGUSER: username, PGPASSWORD: password },
    maxBuffer: 1 << 26,
  });
  return stdout;
}

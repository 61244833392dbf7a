import type { MissingRight } from '../dialect';

/** A line of SHOW GRANTS that gives or takes rights on tables. */
interface Grant {
  revokes: boolean;
  privileges: ReadonlySet<string>;
  /** Null for all; may be a pattern. */
  database: string | null;
  /** Null for all tables. */
  table: string | null;
  grantee: string;
}

const NAME = '(\\*|[`"](?:[^`"]|``|"")*[`"]|[^.`"\\s]+)';

const GRANT = new RegExp(`^(GRANT|REVOKE) (.+?) ON (?:TABLE )?${NAME}\\.${NAME} (?:TO|FROM) (\\S+)`, 'i');

const ON_TABLES = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;

/** On the whole database: the journal's tables come and go. */
const FOR_JOURNAL = ['CREATE', 'DROP', ...ON_TABLES] as const;

/**
 * What an account lacks for a run.
 *
 * @param lines of SHOW GRANTS in the session that will run: they tell what the account was granted, its active roles, the
 * roles within these, and everybody
 */
export function missingRights(
  lines: readonly string[],
  schema: string,
  tables: readonly string[],
): MissingRight[] {
  const grants = lines.flatMap((line) => parseGrant(line));
  const may = (privilege: string, table: string | null): boolean =>
    isGranted(grants, schema, privilege, table);
  const missing = (privileges: readonly string[], table: string | null): MissingRight[] =>
    privileges.filter((privilege) => !may(privilege, table)).map((privilege) => ({ privilege, table }));
  return [...missing(FOR_JOURNAL, null), ...[...tables].sort().flatMap((table) => missing(ON_TABLES, table))];
}

/** The account may do something that concerns the whole server. */
export function mayGlobally(lines: readonly string[], privileges: readonly string[]): boolean {
  return lines
    .flatMap((line) => parseGrant(line))
    .some(
      (grant) =>
        grant.database === null &&
        !grant.revokes &&
        ['ALL PRIVILEGES', ...privileges].some((privilege) => grant.privileges.has(privilege)),
    );
}

/** Rights on single columns are no rights on the table; roles and routines are left out. */
function parseGrant(line: string): Grant[] {
  const [, verb, list = '', database = '', table = '', grantee = ''] = GRANT.exec(line) ?? [];
  if (verb === undefined) return [];
  const privileges = list
    .replace(/([A-Z ]+) \([^)]*\)(?:, |$)/gi, '')
    .split(',')
    .map((privilege) => privilege.trim().toUpperCase());
  return [
    {
      revokes: verb.toUpperCase() === 'REVOKE',
      privileges: new Set(privileges),
      database: unquote(database),
      table: unquote(table),
      grantee,
    },
  ];
}

function isGranted(
  grants: readonly Grant[],
  schema: string,
  privilege: string,
  table: string | null,
): boolean {
  const ofDatabase = mostSpecific(grants, schema);
  const gives = ({ privileges }: Grant): boolean =>
    privileges.has(privilege) || privileges.has('ALL PRIVILEGES') || privileges.has('ALL');
  // MySQL's partial revokes: a right on everything, but not on this database.
  const isTaken = ofDatabase.some((grant) => grant.revokes && gives(grant));
  return grants.some((grant) => {
    if (grant.revokes || !gives(grant)) return false;
    if (grant.database === null) return !isTaken;
    if (grant.table === null) return ofDatabase.includes(grant);
    return isSame(grant.database, schema) && table !== null && isSame(grant.table, table);
  });
}

/** Of all patterns that a database matches the server looks at the most exact one alone, for each grantee. */
function mostSpecific(grants: readonly Grant[], schema: string): Grant[] {
  const matching = grants.filter(
    ({ database, table }) => database !== null && table === null && matches(database, schema),
  );
  const best = new Map<string, number>();
  for (const { grantee, database } of matching) {
    best.set(grantee, Math.max(best.get(grantee) ?? 0, exactness(database)));
  }
  return matching.filter(({ grantee, database }) => exactness(database) === best.get(grantee));
}

/** Characters before the first wildcard. */
function exactness(pattern: string | null): number {
  const at = (pattern ?? '').search(/(?<!\\)[%_]/);
  return at < 0 ? Number.MAX_SAFE_INTEGER : at;
}

/** `%` any characters, `_` one, with `\` itself. */
function matches(pattern: string, name: string): boolean {
  const source = pattern.replace(/\\?[\s\S]/g, (part) => {
    if (part === '%') return '.*';
    if (part === '_') return '.';
    return (part.length > 1 ? part.slice(1) : part).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, 'is').test(name);
}

/** Whether case counts depends on the server; no app has two tables that differ in nothing else. */
function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function unquote(name: string): string | null {
  if (name === '*') return null;
  const [, quote, inner] = /^([`"])([\s\S]*)\1$/.exec(name) ?? [];
  return quote === undefined || inner === undefined ? name : inner.replaceAll(quote + quote, quote);
}

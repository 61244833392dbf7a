import type { TestDatabase } from '../support/test-database';

/** Users by name instead of by id, whose low bits are random. */
const CONTENT = {
  users: `SELECT u.name, u.password, u.submetaobjectname, o.name, c.name, s.fullname, s.email, s.sapid, s.createdbysync
FROM system$user u LEFT JOIN sapauthentication$sapuser s ON s.id = u.id
LEFT JOIN system$user o ON o.id = u.system$owner LEFT JOIN system$user c ON c.id = u.system$changedby`,
  roles: `SELECT u.name, r.name FROM system$userroles l JOIN system$user u ON u.id = l.system$userid
JOIN system$userrole r ON r.id = l.system$userroleid`,
  languages: `SELECT u.name, t.code FROM system$user_language l JOIN system$user u ON u.id = l.system$userid
JOIN system$language t ON t.id = l.system$languageid`,
  accounts: 'SELECT id FROM administration$account',
  counter: `SELECT i.object_sequence FROM mendixsystem$entityidentifier i JOIN mendixsystem$entity e ON e.id = i.id
WHERE e.entity_name = 'SapAuthentication.SapUser'`,
};

const COLUMNS = { users: 9, roles: 2, languages: 2, accounts: 1, counter: 1 };

/** What a migration leaves behind, as a count and a digest of each kind of row, computed by the server. */
export async function contentDigest(database: TestDatabase): Promise<string> {
  const lines: string[] = [];
  for (const kind of Object.keys(CONTENT) as (keyof typeof CONTENT)[]) {
    const columns = Array.from({ length: COLUMNS[kind] }, (_, position) => `c${position}`);
    const line = columns.map((column) => `COALESCE(${text(database, column)}, '-')`).join(`, '|', `);
    const number =
      database.type === 'postgres'
        ? `CAST(CAST('x' || SUBSTRING(MD5(CONCAT(${line})), 1, 12) AS bit(48)) AS bigint)`
        : `CAST(CONV(SUBSTRING(MD5(CONCAT(${line})), 1, 12), 16, 10) AS decimal(20))`;
    const [row] = await database.admin(
      database.type === 'postgres'
        ? `SELECT COUNT(*) AS n, SUM(${number}) AS digest FROM (${CONTENT[kind]}) AS t (${columns.join(', ')})`
        : `WITH t (${columns.join(', ')}) AS (${CONTENT[kind]}) SELECT COUNT(*) AS n, SUM(${number}) AS digest FROM t`,
    );
    lines.push(`${kind}: ${String(row?.n)} rows, digest ${String(row?.digest)}`);
  }
  return lines.join('\n');
}

function text({ type }: TestDatabase, column: string): string {
  return type === 'postgres' ? `CAST(${column} AS text)` : `CAST(${column} AS char)`;
}

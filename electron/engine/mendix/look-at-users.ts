import { z } from 'zod';
import type { SignInTest, UserDetails } from '../../../shared/contract';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import { hasSensitiveName } from '../../../shared/sensitive-name';
import { asking } from '../connection/ask';
import { BOOLEAN, ID, TEXT_OR_NULL } from '../connection/cells';
import type { Database } from '../connection/database';
import type { Fragment } from '../sql/fragment';
import { column, name, objectId, sql } from '../sql/fragment';
import { SUBMETAOBJECTNAME } from './physical-names';
import { matchesStoredPassword } from './stored-password';

/** Characters of a value that are shown. */
const LENGTH = 80;
const OBJECT_ID = /^\d{1,19}$/;

const SIGN_IN = z.object({ hash: TEXT_OR_NULL, active: BOOLEAN, blocked: BOOLEAN, entity: TEXT_OR_NULL });
const USER = z.object({ id: ID, name: TEXT_OR_NULL, value: TEXT_OR_NULL });

/** Column of an attribute of System.User; those asked for are in every version. */
function columnOf(index: DomainModelIndex, attribute: string): string {
  return index.attribute(`${SYSTEM_USER}/${attribute}`)?.column ?? attribute.toLowerCase();
}

/**
 * Compares a name and a password with what the database has, as Mendix does at a sign-in. Keeps and writes nothing;
 * the hash does not leave the engine.
 */
export async function testSignIn(
  database: Database,
  index: DomainModelIndex,
  userName: string,
  password: string,
): Promise<SignInTest> {
  const user = index.entity(SYSTEM_USER);
  const valueOf = (attribute: string): Fragment => name(columnOf(index, attribute));
  const found = sql`SELECT ${valueOf('Password')} AS hash, ${valueOf('Active')} AS active, ${valueOf('Blocked')} AS blocked,
${name(SUBMETAOBJECTNAME)} AS entity FROM ${name(user?.table ?? '')} WHERE ${valueOf('Name')} = ${userName}`;
  const [row] = await database.readOnly((query) => asking(query, database.dialect)(SIGN_IN, found));
  if (row === undefined) return { answer: 'unknown-user', entity: null, active: false, blocked: false };
  return {
    answer: await matchesStoredPassword(password, row.hash ?? ''),
    entity: row.entity,
    active: row.active,
    blocked: row.blocked,
  };
}

/**
 * Names of users, and on request the value of an attribute with its length, for the screen: what findings give as
 * examples by object id. Values of sensitive attributes are not shown.
 */
export async function describeUsers(
  database: Database,
  index: DomainModelIndex,
  ids: readonly string[],
  attribute: string | null,
): Promise<UserDetails[]> {
  const { statements } = database.dialect;
  const valid = ids.filter((each) => OBJECT_ID.test(each));
  const user = index.entity(SYSTEM_USER);
  if (valid.length === 0 || user === undefined) return [];
  const shown = attribute === null ? undefined : index.attribute(attribute);
  const declaring =
    shown && !hasSensitiveName(shown.name) ? index.declaringEntity(shown.qualifiedName) : undefined;
  const isOwn = declaring?.name === SYSTEM_USER;
  const value = shown && declaring ? column(isOwn ? 'u' : 'l', shown.column) : null;
  const level = declaring && !isOwn ? sql` LEFT JOIN ${name(declaring.table)} AS l ON l.id = u.id` : sql``;
  const users = sql`SELECT u.id, ${column('u', columnOf(index, 'Name'))} AS name,
${value === null ? sql`NULL` : statements.asText(value)} AS value FROM ${name(user.table)} AS u${level}
WHERE u.id IN (${sql.join(valid.map(objectId))})`;
  const rows = await database.readOnly((query) => asking(query, database.dialect)(USER, users));
  return rows.map((row) => {
    const characters = row.value === null ? null : Array.from(row.value);
    return {
      id: row.id,
      name: row.name ?? '',
      value: characters === null ? null : characters.slice(0, LENGTH).join(''),
      length: characters === null ? null : characters.length,
    };
  });
}

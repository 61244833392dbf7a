/** A table's data in an archive: `COPY public."order" (id, name) FROM stdin;`. */
export interface CopyTarget {
  /** With its schema, quoted as it is in the archive. */
  table: string;
  /** As the server has it, without schema and quotes. */
  name: string;
  /** In parentheses; empty for a table without columns. */
  columns: string;
}

const NAME = String.raw`(?:"(?:[^"]|"")+"|[^\s."(),;]+)`;
const COPY = new RegExp(String.raw`^COPY (?:(${NAME})\.)?(${NAME})\s*(\(.*\)|)\s*FROM stdin;\s*$`, 's');

/**
 * Null where it is something else.
 * @param namespace of the entry: archives of old versions leave it out in their statements
 */
export function parseCopy(statement: string | null, namespace: string | null): CopyTarget | null {
  const [, schema, table, columns = ''] = COPY.exec(statement ?? '') ?? [];
  if (table === undefined) return null;
  const name = table.startsWith('"') ? table.slice(1, -1).replaceAll('""', '"') : table;
  return { table: qualified(schema, table, namespace), name, columns };
}

function qualified(schema: string | undefined, name: string, namespace: string | null): string {
  if (schema !== undefined) return `${schema}.${name}`;
  return namespace === null ? name : `"${namespace.replaceAll('"', '""')}".${name}`;
}

/** The statement that writes a table's rows in the order of columns of the archive. */
export function copyOut({ table, columns }: CopyTarget): string {
  return `COPY ${table} ${columns} TO STDOUT`;
}

/**
 * The statement that reads them into a table that was made in the same transaction. They are marked as seen by everybody
 * right away: else the first one who reads them, which is an index, has all of them written once more.
 */
export function copyIn({ table, columns }: CopyTarget): string {
  return `COPY ${table} ${columns} FROM STDIN (FREEZE)`;
}

const SEQUENCE = new RegExp(String.raw`^(?:(${NAME})\.)?(${NAME})$`);

/** Where a sequence stands: `SELECT pg_catalog.setval('public.s', 5, true);`. */
export interface SequencePosition {
  /** With its schema, quoted as it is in the archive. */
  sequence: string;
  value: string;
  isCalled: boolean;
}

const SETVAL = /^(\s*SELECT (?:pg_catalog\.)?setval\('((?:[^']|'')+)', )(-?\d+)(, )(true|false)(\);\s*)$/;

/**
 * Null where the definition of a `SEQUENCE SET` is something else.
 * @param namespace as for {@link parseCopy}
 */
export function parseSetval(definition: string, namespace: string | null): SequencePosition | null {
  const [, , text, value, , called] = SETVAL.exec(definition) ?? [];
  const [, schema, name] = SEQUENCE.exec(text?.replaceAll("''", "'") ?? '') ?? [];
  if (name === undefined || value === undefined) return null;
  return { sequence: qualified(schema, name, namespace), value, isCalled: called === 'true' };
}

/** The definition with another position. */
export function withPosition(
  definition: string,
  { value, isCalled }: Omit<SequencePosition, 'sequence'>,
): string {
  return definition.replace(
    SETVAL,
    (_, start: string, _name, _value, comma: string, _called, end: string) =>
      `${start}${value}${comma}${String(isCalled)}${end}`,
  );
}

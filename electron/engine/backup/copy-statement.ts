/** A table's data in an archive: `COPY public."order" (id, name) FROM stdin;`. */
export interface CopyTarget {
  /** Quoted as it is in the archive. */
  table: string;
  /** As the server has it, without schema and quotes. */
  name: string;
  /** In parentheses; empty for a table without columns. */
  columns: string;
}

const NAME = String.raw`(?:"(?:[^"]|"")+"|[^\s."(),;]+)`;
const COPY = new RegExp(String.raw`^COPY ((?:${NAME}\.)?(${NAME}))\s*(\(.*\)|)\s*FROM stdin;\s*$`, 's');

/** Null where it is something else. */
export function parseCopy(statement: string | null): CopyTarget | null {
  const [, table, quoted, columns = ''] = COPY.exec(statement ?? '') ?? [];
  if (table === undefined || quoted === undefined) return null;
  const name = quoted.startsWith('"') ? quoted.slice(1, -1).replaceAll('""', '"') : quoted;
  return { table, name, columns };
}

/** The statement that writes a table's rows in the order of columns of the archive. */
export function copyOut({ table, columns }: CopyTarget): string {
  return `COPY ${table} ${columns} TO STDOUT`;
}

/** The statement that reads them. */
export function copyIn({ table, columns }: CopyTarget): string {
  return `COPY ${table} ${columns} FROM STDIN`;
}

/** Where a sequence stands: `SELECT pg_catalog.setval('public.s', 5, true);`. */
export interface SequencePosition {
  /** Quoted as it is in the archive. */
  sequence: string;
  value: string;
  isCalled: boolean;
}

const SETVAL = /^(\s*SELECT (?:pg_catalog\.)?setval\('((?:[^']|'')+)', )(-?\d+)(, )(true|false)(\);\s*)$/;

/** Null where the definition of a `SEQUENCE SET` is something else. */
export function parseSetval(definition: string): SequencePosition | null {
  const [, , name, value, , called] = SETVAL.exec(definition) ?? [];
  if (name === undefined || value === undefined) return null;
  return { sequence: name.replaceAll("''", "'"), value, isCalled: called === 'true' };
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

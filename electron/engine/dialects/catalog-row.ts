/** A row as the drivers answer it. */
export type Row = Readonly<Record<string, unknown>>;

/** Reads the cells of one answer; a column that the query was to answer and did not is a defect, not an empty value. */
export class CatalogRow {
  constructor(private readonly row: Row) {}

  text(column: string): string {
    const value = this.cell(column);
    if (typeof value === 'string') return value;
    throw new TypeError(`The catalog answered no text in ${column}.`);
  }

  textOrNull(column: string): string | null {
    return this.cell(column) === null ? null : this.text(column);
  }

  /** 1 or 0: a number or text, depending on the driver. */
  flag(column: string): boolean {
    return Number(this.cell(column)) === 1;
  }

  numberOrNull(column: string): number | null {
    const value = this.cell(column);
    return value === null ? null : Number(value);
  }

  /** A text that is one of these. */
  oneOf<T extends string>(column: string, values: readonly T[]): T {
    const text = this.text(column);
    const found = values.find((value) => value === text);
    if (found === undefined) throw new TypeError(`The catalog answered ${text} in ${column}.`);
    return found;
  }

  private cell(column: string): unknown {
    const value = this.row[column];
    if (value === undefined) throw new TypeError(`The catalog answered no column ${column}.`);
    return value;
  }
}

/** By these texts, compared by code units, then by `position`: the same order everywhere. */
export function inOrder(rows: readonly CatalogRow[], columns: readonly string[]): CatalogRow[] {
  const keyed = rows.map((row) => ({
    row,
    texts: columns.map((column) => row.textOrNull(column) ?? ''),
    position: row.numberOrNull('position') ?? 0,
  }));
  keyed.sort((a, b) => {
    for (const [at, text] of a.texts.entries()) {
      const other = b.texts[at] ?? '';
      if (text !== other) return text < other ? -1 : 1;
    }
    return a.position - b.position;
  });
  return keyed.map(({ row }) => row);
}

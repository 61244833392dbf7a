import type { Fit } from './board/board-item';

/** One mapping as a row; `constant` where no source is mapped. */
export interface MappingRow {
  target: string;
  source: string | null;
  constant: string | null;
  /** Null where one of the two is not in this database. */
  fit: Fit | null;
}

import type { Fragment } from '../../sql/fragment';
import { sql } from '../../sql/fragment';

/** Counts the rows of a FROM ... WHERE as violations. */
export function countViolations(from: Fragment): Fragment {
  return sql`SELECT COUNT(*) AS violations FROM ${from}`;
}

/** One violation when two queries of `row_count` and `digest` differ, or one of them answers nothing. */
export function differentDigests(expected: Fragment, actual: Fragment): Fragment {
  return sql`SELECT CASE WHEN (SELECT COUNT(*) FROM (
${expected}
) AS expected JOIN (
${actual}
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations`;
}

import type { Finding } from '../../../shared/findings';
import type { Database, Query, Row } from '../connection/database';
import { attempt } from './attempt';
import { finding } from './finding';

/**
 * What about the server stands in the way of a run or an undo, before anything is tried.
 *
 * @param query within the transaction of the check
 * @param tables that are locked
 * @param work an undo makes no tables of the journal
 */
export async function checkObstacles(
  query: Query,
  { dialect, schema }: Pick<Database, 'dialect' | 'schema'>,
  tables: readonly string[],
  work: 'run' | 'undo',
): Promise<Finding[]> {
  const questions = dialect.server
    .questions(schema, tables)
    .filter(({ concerns }) => work === 'run' || concerns !== 'journal');
  const ask = async ({ queries }: (typeof questions)[number]): Promise<Row[][]> => {
    const rows: Row[][] = [];
    for (const sql of queries) rows.push(await query(sql));
    return rows;
  };
  // A server that refuses the account one answer may give the others.
  const all = await attempt(query, async () => {
    const answers: Row[][][] = [];
    for (const question of questions) answers.push(await ask(question));
    return answers;
  });
  const found: Finding[] = [];
  for (const [number, question] of questions.entries()) {
    const answers = all?.[number] ?? (all === null ? await attempt(query, () => ask(question)) : null);
    for (const { examples, ...obstacle } of answers === null ? [] : question.obstacles(answers)) {
      const sample = examples && { count: examples.length, examples: examples.slice(0, 5) };
      found.push(finding({ ...obstacle, ...(sample && { sample }) }));
    }
  }
  return found;
}

import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scoreTable } from './score';
import type { Score } from './score';
import { SCORES_FOLDER } from './scores-folder';

const DOCUMENT = join('docs', 'mutations.md');

const INTRODUCTION = `# Mutations of the plan

Every statement of a plan is given every mistake that can be made from its text: left out, done twice, each column
left out, emptied, replaced or swapped, each condition left out, negated or narrowed, each join, branch, bound value,
literal and number changed. Each of these plans is carried out by the program's own transaction, verification
included, on a small database that has every kind of place where a user can stand, and rolled back. What became of it:

- **caught by the database**: the server refused a statement, or a statement wrote another number of rows than the plan says;
- **caught by a verification**: the run is rolled back;
- **equivalent**: every table, the run's journal included, has the content that the plan without a mistake leaves;
- **hole**: it would have been committed with another content.

Written by \`npm run test:mutation\`, which fails for a hole; \`npm test\` tries some hundred mutants per plan.

## Why mistakes are equivalent

Found by comparing every row, not by reading. They are of these kinds:

- locks and estimates (\`lock\`, ANALYZE) change no row: what locks are for is tested with other sessions;
- a condition repeats what the data guarantee already: \`IS NOT NULL\` beside an equality, a join whose other
  condition finds the same rows, a place or step that no other row has;
- the lowest 7 bits of an object id are random: other ones are as right, while the sequence number above them is verified;
- a second update or delete of the same rows does nothing; a LEFT JOIN that always finds its row is a JOIN, and the reverse;
- the branch of a CASE or COALESCE that no row takes; what EXISTS selects; UNION of rows that do not repeat.

`;

/** vitest's global setup: at the end, the table of all mutants for the documentation. */
export default function setup(): () => void {
  rmSync(SCORES_FOLDER, { recursive: true, force: true });
  return () => {
    if (!existsSync(SCORES_FOLDER)) return;
    const scores = readdirSync(SCORES_FOLDER)
      .sort()
      .map((name) => (JSON.parse(readFileSync(join(SCORES_FOLDER, name), 'utf8')) as { score: Score }).score);
    writeFileSync(DOCUMENT, `${INTRODUCTION}## Results\n\n${scoreTable(scores)}`);
  };
}

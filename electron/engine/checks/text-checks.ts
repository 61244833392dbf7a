import { z } from 'zod';
import type { Finding } from '../../../shared/findings';
import { TEXT } from '../connection/cells';
import { sql } from '../sql/fragment';
import { attempt } from './attempt';
import type { CheckContext } from './check-context';
import { finding } from './finding';

const EXAMPLE = z.object({ example: TEXT });

/** Texts that every encoding of a database has. */
const ASCII = /^[\0-\x7f]*$/;

/**
 * Texts of the project that the database's encoding (LATIN1, ...) cannot hold. Nothing can be asked about them: the
 * server refuses to read them.
 */
export async function checkTexts(context: CheckContext): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const [position, step] of context.project.steps.entries()) {
    const constants = step.attributes.flatMap((mapping) =>
      'value' in mapping ? [{ subject: mapping.target, text: mapping.value }] : [],
    );
    const postfix = { subject: step.target, text: step.newNamePostfix ?? '' };
    for (const { subject, text } of [...constants, postfix]) {
      if (ASCII.test(text)) continue;
      const answer = await attempt(context.query, () =>
        context.rows(EXAMPLE, sql`SELECT ${context.statements.asText(sql`${text}`)} AS example`),
      );
      if (answer !== null) continue;
      found.push(
        finding({
          code: 'character-not-storable',
          step: position,
          subject,
          message: `The database cannot hold all characters of a text that the project writes to ${subject}.`,
          remedy: 'Leave these characters out: the encoding of the database does not have them.',
        }),
      );
    }
  }
  return found;
}

import { join } from 'node:path';

/** Schemas of real apps, beside the checkout; they are never part of it. */
export const MENDIX_DATABASES =
  process.env.USER_MIGRATION_MENDIX_DATABASES ??
  join(__dirname, '..', '..', '..', 'shared', 'mendix-databases');

/** Loud, for nobody reads that a test was skipped. Answers what it said. */
export function sayThatRealSchemasDoNotRun(): string {
  const message = `No Mendix databases in ${MENDIX_DATABASES}: the tests of real schemas DO NOT RUN.`;
  process.stderr.write(`\n${'!'.repeat(80)}\n${message}\n${'!'.repeat(80)}\n\n`);
  return message;
}

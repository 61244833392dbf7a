import { defineConfig } from 'vitest/config';

/**
 * `npm run test:long`: what takes too long for every run of the tests. All mutants of the plan
 * (`npm run test:mutation` for these alone), whose table is written to docs/mutations.md, hundreds of random apps,
 * somebody else's writes at every statement, and a backup of every real app.
 */
export default defineConfig({
  test: {
    include: [
      'test/{mutation,property}/**/*.test.ts',
      'test/faults/concurrent-writers-*.test.ts',
      'test/integration/backup.test.ts',
    ],
    globalSetup: ['test/support/servers.ts', 'test/mutation/write-table.ts'],
    env: {
      USER_MIGRATION_TEST_MUTANTS: process.env.USER_MIGRATION_TEST_MUTANTS ?? 'all',
      USER_MIGRATION_TEST_RUNS: process.env.USER_MIGRATION_TEST_RUNS ?? '300',
      USER_MIGRATION_TEST_WRITER_POSITIONS: 'all',
      USER_MIGRATION_TEST_BACKUPS: '.',
    },
    maxWorkers: '100%',
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
  },
});

import { defineConfig } from 'vitest/config';

/** `npm run bench`: measures, on the servers of the tests; no part of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/bench/**/*.bench-test.ts'],
    globalSetup: ['test/support/servers.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 3_600_000,
    fileParallelism: false,
  },
});

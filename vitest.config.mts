import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  test: {
    // Most tests wait for a server: as many workers as cores, not one less.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: [
            'electron/**/*.test.ts',
            'shared/**/*.test.ts',
            'build/**/*.test.ts',
            'test/{integration,property,faults,support,mutation}/**/*.test.ts',
          ],
          globalSetup: ['test/support/servers.ts'],
          alias: { electron: file('./test/support/electron-stub.ts') },
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // Vitest gives a state one second to come, which a machine that does much else may need alone for one answer.
          expect: { poll: { timeout: 30_000 } },
        },
      },
      {
        plugins: [vue()],
        test: {
          name: 'web',
          environment: 'happy-dom',
          include: ['renderer/**/*.test.ts'],
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['electron/**/*.ts', 'shared/**/*.ts', 'renderer/**/*.{ts,vue}'],
    },
  },
});

import { defineConfig } from '@playwright/test';
import e2e from './playwright.config';
import { electronRuntime } from './support/electron-runtime';

/** Measures the window in Chromium and the desktop app, one measurement at a time: `npm run bench:window`. Nothing else should run. */
export default defineConfig({
  ...e2e,
  outputDir: '../../test-results',
  workers: 1,
  use: { ...e2e.use, trace: 'off' },
  fullyParallel: false,
  projects: [
    {
      ...e2e.projects?.[0],
      name: 'window',
      testDir: 'speed',
      testIgnore: electronRuntime() === null ? ['desktop.spec.ts'] : [],
    },
  ],
});

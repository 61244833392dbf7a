import { defineConfig } from '@playwright/test';
import { chromiumLaunchOptions } from './support/chromium';
import { electronRuntime } from './support/electron-runtime';

/**
 * End-to-end tests of the built app: `browser` drives browser mode in Chromium, `desktop` drives the Electron
 * app in a real window.
 */
export default defineConfig({
  outputDir: '../../test-results',
  globalSetup: './global-setup.ts',
  // Bounds for a machine that does much else at the same time; tests wait for states, and end when these are there.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  forbidOnly: process.env.CI === 'true',
  fullyParallel: true,
  workers: 2,
  reporter: [['list']],
  use: { actionTimeout: 30_000, screenshot: 'only-on-failure', trace: 'retain-on-failure' },
  projects: [
    {
      name: 'browser',
      testDir: 'browser',
      use: {
        browserName: 'chromium',
        viewport: { width: 1280, height: 800 },
        launchOptions: chromiumLaunchOptions(),
      },
    },
    // Where there is no Electron, the global setup says so or fails.
    ...(electronRuntime() === null ? [] : [{ name: 'desktop', testDir: 'desktop' }]),
  ],
});

import { chmod } from 'node:fs/promises';
import { resolve } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

/** The oldest Node that runs the command line; Electron's own is newer. */
const NODE_TARGET = 'node20';
/** The oldest Chromium that the interface is tested in. */
const CHROME_TARGET = 'chrome120';
const COMMAND_LINE = 'cli/user-migration.cjs';

const path = (file: string): string => resolve(import.meta.dirname, file);

export default defineConfig({
  /** Main process, utility process and command line, in one build: they share the services and the engine. */
  main: {
    plugins: [executable(COMMAND_LINE)],
    build: {
      target: NODE_TARGET,
      outDir: 'out',
      emptyOutDir: true,
      externalizeDeps: true,
      rolldownOptions: {
        input: {
          main: path('electron/main/index.ts'),
          utility: path('electron/utility/index.ts'),
          cli: path('electron/cli/index.ts'),
        },
        output: {
          format: 'cjs',
          entryFileNames: ({ name }) => (name === 'cli' ? COMMAND_LINE : `${name}/index.js`),
          chunkFileNames: 'chunks/[name]-[hash].js',
          banner: ({ fileName }) => (fileName === COMMAND_LINE ? '#!/usr/bin/env node' : ''),
        },
      },
    },
  },
  /** One file with everything in it: a sandboxed preload script can load nothing else. */
  preload: {
    build: {
      target: NODE_TARGET,
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: path('electron/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [vue()],
    build: {
      target: CHROME_TARGET,
      outDir: 'out/renderer',
      minify: true,
      // The Content-Security-Policy allows no data: URL but for images.
      assetsInlineLimit: 0,
      // Vite's limit of 500 kB is meant for a network. These files come from the disk or from loopback: the page's own
      // 516 kB are painted within 0.3 s (docs/performance.md), and ECharts, 542 kB, is loaded with the first report.
      chunkSizeWarningLimit: 600,
      rolldownOptions: { input: path('renderer/index.html') },
    },
  },
});

/** npm marks the file of `bin` executable when it installs; a build does it for a checkout. */
function executable(fileName: string): Plugin {
  return {
    name: 'executable',
    async writeBundle({ dir }) {
      await chmod(resolve(dir ?? '.', fileName), 0o755);
    },
  };
}

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

/** `npm run bench`: the TypeScript sources as they are, in one plain Node process. */
const vite = await createServer({
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, hmr: false, watch: null, ws: false },
});
// The module runner has neither `__filename`, by which the engine finds the packages beside it, nor `__dirname`, by
// which tests find real databases: this folder is as deep as theirs.
globalThis.__filename = fileURLToPath(import.meta.url);
globalThis.__dirname = dirname(globalThis.__filename);
try {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  process.exitCode = await (await vite.ssrLoadModule(main)).main(process.argv.slice(2));
} finally {
  await vite.close();
}

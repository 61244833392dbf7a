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
// The module runner has no `__filename`, by which the engine finds the packages beside it.
globalThis.__filename = fileURLToPath(import.meta.url);
try {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  process.exitCode = await (await vite.ssrLoadModule(main)).main(process.argv.slice(2));
} finally {
  await vite.close();
}

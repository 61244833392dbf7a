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
try {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  process.exitCode = await (await vite.ssrLoadModule(main)).main(process.argv.slice(2));
} finally {
  await vite.close();
}

/** Writes `dist/sbom.cdx.json`: what the program is made of, as CycloneDX, from the lockfile. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const dist = join(root, 'dist');

const text = execFileSync(
  'npm',
  ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'],
  {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    shell: process.platform === 'win32',
  },
);
const sbom = JSON.parse(text);
for (const component of sbom.components) {
  // Where this copy came from depends on who builds; name, version and digest say what it is.
  component.externalReferences = component.externalReferences?.filter(({ type }) => type !== 'distribution');
}
mkdirSync(dist, { recursive: true });
writeFileSync(join(dist, 'sbom.cdx.json'), `${JSON.stringify(sbom, null, 2)}\n`);
process.stdout.write(`${sbom.components.length} components in dist/sbom.cdx.json\n`);

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { texts } from '../../../renderer/texts/en';
import type { Report } from '../../../shared/report';
import type * as AddUserModule from '../../support/add-user-module';
import { MENDIX_DATABASES, sayThatRealSchemasDoNotRun } from '../../support/mendix-databases';
import { quote } from '../../support/snapshot';
import { expect, test } from '../support/browser-test';

/** An app of Mendix 10.22: foreign keys, associations in tables and in columns. */
const APP = 'mx10.22-expense';

/** The engine loads a driver when it needs it, from sources that only Vite reads then. */
async function withSources<T>(work: (module: typeof AddUserModule) => Promise<T>): Promise<T> {
  const { createServer } = await import('vite');
  const vite = await createServer({
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    optimizeDeps: { noDiscovery: true },
    server: { middlewareMode: true, hmr: false, watch: null, ws: false },
  });
  try {
    const module = await vite.ssrLoadModule('/test/support/add-user-module.ts');
    return await work(module as typeof AddUserModule);
  } finally {
    await vite.close();
  }
}

for (const type of ['postgres', 'mysql'] as const) {
  const file = join(MENDIX_DATABASES, `${APP}.${type}.sql`);

  test(`${type}: a real app’s database, from connecting to the exported report`, async ({
    databases,
    page,
    wizard,
  }) => {
    if (!existsSync(file)) {
      const message = sayThatRealSchemasDoNotRun();
      expect(process.env.CI, message).not.toBe('true');
      test.skip(true, message);
    }
    const database = await databases.create(type);
    await database.load(file);
    const mirrors = await withSources(({ addUserModule }) => addUserModule(database, 1));
    const { source, target } = mirrors[0]?.beside ?? { source: '', target: '' };
    const count = async (entity: string): Promise<number> => {
      const literal = `'${entity}'`;
      const { rows } = await database.texts(
        `SELECT COUNT(*) FROM ${quote(type, 'system$user')} WHERE submetaobjectname = ${literal}`,
      );
      return Number(rows[0]?.[0]);
    };
    const before = await count(source);
    expect(before).toBeGreaterThan(0);
    expect(await count(target)).toBe(0);

    await wizard.prepare(database.url, source, target);
    await wizard.go('migrate');
    await wizard.migrate();
    await expect(wizard.outcome(texts.outcome.committed.title)).toBeVisible({ timeout: 60_000 });
    expect([await count(source), await count(target)]).toEqual([0, before]);

    await wizard.go('report');
    const download = page.waitForEvent('download');
    await wizard.button(texts.report.exportAs('JSON')).click();
    const report = JSON.parse(await readFile(await (await download).path(), 'utf8')) as Report;
    expect(report).toMatchObject({
      kind: 'run',
      outcome: 'committed',
      failure: null,
      steps: [{ source, target, users: before }],
    });
    expect(report.database.mendixVersion).toMatch(/^10\.22\./);
    expect(report.verification.length).toBeGreaterThan(0);
    expect(report.verification.filter(({ ok }) => !ok)).toEqual([]);
  });
}

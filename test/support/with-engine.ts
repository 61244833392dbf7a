import type { Database } from '../../electron/engine/connection/database';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import { readDomainModel } from '../../electron/engine/mendix/read-domain-model';
import { DomainModelIndex } from '../../shared/domain-model-index';
import type { TestDatabase } from './test-database';

/** Opens the database through the engine for as long as `work` lasts. */
export async function withEngine<T>(
  database: TestDatabase,
  work: (engine: Database, index: DomainModelIndex) => Promise<T>,
): Promise<T> {
  const engine = await openDatabase(database.connection, database.secrets);
  try {
    return await work(engine, new DomainModelIndex(await readDomainModel(engine)));
  } finally {
    await engine.close();
  }
}

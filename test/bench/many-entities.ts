import { checkProject } from '../../electron/engine/checks/check-project';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import { readDomainModel } from '../../electron/engine/mendix/read-domain-model';
import { DomainModelIndex } from '../../shared/domain-model-index';
import type { ServerAddress } from '../support/server-address';
import { withBenchDatabase } from './bench-database';
import { BENCH_MODEL, BENCH_PROJECT } from './bench-model';
import { runProgram } from './measure-pair';

export interface ManyEntities {
  entities: number;
  users: number;
  readModelMs: number;
  checkMs: number;
  runMs: number;
  /** Sent by the run, its checks included. */
  statements: number;
}

const PER_MODULE = 100;

/** An app of many entities that store owner and changedBy, none of which has an object. */
export async function measureManyEntities(
  server: ServerAddress,
  entities: number,
  users: number,
): Promise<ManyEntities> {
  const model = {
    ...BENCH_MODEL,
    entities: [
      ...BENCH_MODEL.entities,
      ...Array.from({ length: entities }, (_, number) => ({
        name: `Module${Math.floor(number / PER_MODULE)}.Entity${number}`,
        attributes: [{ name: 'Title', type: 'String' as const, length: 200 }],
        storesOwner: true,
        storesChangedBy: true,
      })),
    ],
  };
  return withBenchDatabase(server, { model, users }, async (database) => {
    const engine = await openDatabase(database.connection, database.secrets);
    try {
      const startedAt = performance.now();
      const index = new DomainModelIndex(await readDomainModel(engine));
      const readAt = performance.now();
      await checkProject(engine, index, BENCH_PROJECT, { ignoreRunningApp: true });
      const checkedAt = performance.now();
      const { total, sent } = await runProgram(database, null);
      return {
        entities,
        users,
        readModelMs: readAt - startedAt,
        checkMs: checkedAt - readAt,
        runMs: total,
        statements: sent.length,
      };
    } finally {
      await engine.close();
    }
  });
}

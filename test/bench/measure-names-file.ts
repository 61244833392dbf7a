import type { NameList } from '../../electron/engine/decide/decide-users';
import type { ServerAddress } from '../support/server-address';
import { withBenchDatabase } from './bench-database';
import { BENCH_PROJECT, SOURCE } from './bench-model';
import type { ProgramRun } from './measure-pair';
import { runProgram } from './measure-pair';

/** The same users without and with a file that names each of them. */
export interface NamesFileRun {
  without: ProgramRun;
  with: ProgramRun;
}

/** Everybody is selected by a file, and gets the name that another one gives. */
export async function measureNamesFile(server: ServerAddress, users: number): Promise<NamesFileRun> {
  const without = await withBenchDatabase(server, { users }, (database) => runProgram(database, null));
  const named = await withBenchDatabase(server, { users }, async (database) => {
    const { rows } = await database.texts(
      `SELECT name FROM system$user WHERE submetaobjectname = '${SOURCE}' ORDER BY name`,
    );
    const names = rows.map(([name]) => name ?? '');
    const lists: NameList[] = [
      { step: 0, use: 'users', names: names.map((name) => [name, null]) },
      { step: 0, use: 'name', names: names.map((name) => [name, `sso.${name}`]) },
    ];
    const project = {
      ...BENCH_PROJECT,
      formatVersion: 2 as const,
      steps: BENCH_PROJECT.steps.map((step) => ({
        ...step,
        users: { namesFile: 'pilot.csv' },
        name: { namesFile: 'names.csv' },
      })),
    };
    return runProgram(database, null, { project, names: lists });
  });
  return { without, with: named };
}

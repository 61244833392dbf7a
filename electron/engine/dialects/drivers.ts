import type { ServerConnection } from '../../../shared/connection';
import type { DatabaseDriver } from './driver';

/** Loads the driver of a database, and no other; apart from {@link dialectOf} so that SQL can be written without one. */
export async function loadDriver(type: ServerConnection['type']): Promise<DatabaseDriver> {
  switch (type) {
    case 'postgres':
      return (await import('./postgres/driver')).postgresDriver;
    case 'mysql':
      return (await import('./mysql/driver')).mysqlDriver;
  }
}

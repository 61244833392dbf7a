import type { ServerConnection } from '../../../shared/connection';
import type { DatabaseDriver } from './driver';
import { mysqlDriver } from './mysql/driver';
import { postgresDriver } from './postgres/driver';

const DRIVERS = { postgres: postgresDriver, mysql: mysqlDriver };

/** The driver of a database; apart from {@link dialectOf} so that SQL can be written without one. */
export function driverOf(type: ServerConnection['type']): DatabaseDriver {
  return DRIVERS[type];
}

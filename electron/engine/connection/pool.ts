import type { DataSource } from 'typeorm';
import type { UserMigrationError } from '../../../shared/failure';
import type { Dialect } from '../dialects/dialect';
import type { DatabaseDriver } from '../dialects/driver';

/** What all sessions of an open database have in common. */
export interface Pool {
  readonly dataSource: DataSource;
  readonly driver: DatabaseDriver;
  readonly dialect: Dialect;
  /** An error of TypeORM or the driver as it is passed on: the driver's own, without secrets in its message. */
  readonly foreign: (error: unknown) => unknown;
  /** Why the database, which was open before, gives no session any more. */
  readonly unreachable: (error: unknown) => UserMigrationError;
}

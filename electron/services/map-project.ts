import type { Connection } from '../../shared/connection';
import { UserMigrationError } from '../../shared/failure';
import { mapByNames } from '../../shared/mapping/map-by-names';
import type { Project } from '../../shared/project';
import type { OpenConnection } from './open-connection';

export interface MapRequest {
  source: string;
  target: string;
  keepOldUsers: boolean;
  /** Of the project. */
  connection: Connection;
}

/**
 * A project of one step, mapped according to names.
 * @throws UserMigrationError `no-user-entity` where source or target is none of this database, `same-entity`
 */
export function mapProject({ index }: OpenConnection, request: MapRequest): Project {
  const { source, target, keepOldUsers, connection } = request;
  for (const name of [source, target]) {
    if (!index.isUserEntity(name)) {
      throw noUserEntity(
        name,
        index.userEntities().map((entity) => entity.name),
      );
    }
  }
  if (source === target) throw sameEntity(source);
  return {
    formatVersion: 1,
    name: `${source} to ${target}`,
    connection,
    domainModel: index.model.fingerprint,
    steps: [{ source, target, keepOldUsers, ...mapByNames(index, source, target), acceptLoss: [] }],
  };
}

function noUserEntity(name: string, known: string[]): UserMigrationError {
  return new UserMigrationError('usage', {
    code: 'no-user-entity',
    message: `${name} is no user entity of this database.`,
    cause: 'Users are moved between specializations of System.User.',
    remedy: `Choose one of: ${known.join(', ')}.`,
  });
}

function sameEntity(name: string): UserMigrationError {
  return new UserMigrationError('usage', {
    code: 'same-entity',
    message: `${name} is both source and target.`,
    cause: 'Users move from one entity to another.',
    remedy: 'Choose another target.',
  });
}

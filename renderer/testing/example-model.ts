import type { ConnectionInfo } from '../../shared/connection';
import { databaseIdentity } from '../../shared/database-identity';
import type { Attribute, AttributeType, DomainModel, Entity } from '../../shared/domain-model';
import { DomainModelIndex } from '../../shared/domain-model-index';

type AttributeSpec = [name: string, type: AttributeType, length?: number];

/** An entity with its attributes, enough for the window, which knows nothing of tables. */
export function entity(
  name: string,
  generalization: string | null,
  attributes: AttributeSpec[],
  exactUsers = 0,
): Entity {
  return {
    id: name,
    name,
    table: name.toLowerCase().replace('.', '$'),
    generalization,
    shortId: 1,
    objectSequence: '1',
    attributes: attributes.map(([attribute, type, length = 0]): Attribute => ({
      id: `${name}/${attribute}`,
      name: attribute,
      qualifiedName: `${name}/${attribute}`,
      type,
      length,
      column: attribute.toLowerCase(),
      defaultValue: '',
      unique: false,
      sequence: null,
      sequenceStart: null,
    })),
    hasSubMetaObjectName: true,
    users: exactUsers,
    exactUsers,
  };
}

function model(entities: Entity[], fingerprint = 'f1'): DomainModel {
  return {
    databaseType: 'postgres',
    serverVersion: 'PostgreSQL 15',
    database: 'app',
    schema: 'public',
    mendixVersion: '10.22.0',
    idScheme: 'randomized',
    idSchemeEvidence: '',
    adminUserName: null,
    entities,
    associations: [],
    tables: [],
    gaps: [],
    outsideForeignKeys: [],
    fingerprint,
  };
}

/** `Administration.Account`, specialized by `Company.Employee`, and `Sap.SapUser`. */
export function exampleModel(fingerprint = 'f1'): DomainModel {
  return model(
    [
      entity('System.User', null, [['Name', 'String', 100]]),
      entity(
        'Administration.Account',
        'System.User',
        [
          ['FullName', 'String', 200],
          ['Email', 'String', 200],
          ['IsLocalUser', 'Boolean'],
        ],
        30,
      ),
      entity('Company.Employee', 'Administration.Account', [['CostCenter', 'String', 20]], 7),
      entity(
        'Sap.SapUser',
        'System.User',
        [
          ['FullName', 'String', 200],
          ['Email', 'String', 200],
          ['Department', 'String', 20],
        ],
        2,
      ),
    ],
    fingerprint,
  );
}

export function exampleIndex(): DomainModelIndex {
  return new DomainModelIndex(exampleModel());
}

export const EXAMPLE_INFO: ConnectionInfo = {
  identity: databaseIdentity({ server: 'localhost:5432 7', database: 'app', schema: 'public', app: 'a1' }),
  databaseType: 'postgres',
  serverVersion: 'PostgreSQL 15',
  host: 'localhost',
  port: 5432,
  database: 'app',
  schema: 'public',
  username: 'mendix',
  mendixVersion: '10.22.0',
  latencyMs: 1,
  rights: { canWrite: true, canCreateJournal: true, missing: [] },
  tls: { encrypted: false, mode: 'disable' },
  users: 39,
};

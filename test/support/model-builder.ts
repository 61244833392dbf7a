import type { Association, Attribute, DomainModel, Entity, Multiplicity } from '../../shared/domain-model';
import { DomainModelIndex } from '../../shared/domain-model-index';

type AttributeDraft = Partial<Attribute> & Pick<Attribute, 'name'>;

export interface EntityDraft {
  name: string;
  generalization?: string;
  attributes?: (string | AttributeDraft)[];
}

export interface AssociationDraft {
  name: string;
  parent: string;
  child: string;
  multiplicity?: Multiplicity;
  storage?: 'table' | 'column';
}

/** A domain model for tests of rules that need no database: `System.User` and what is asked for. */
export function modelIndex(entities: EntityDraft[], associations: AssociationDraft[] = []): DomainModelIndex {
  const model: DomainModel = {
    databaseType: 'postgres',
    serverVersion: 'PostgreSQL 15',
    database: 'app',
    schema: 'public',
    mendixVersion: '10.22.0',
    idScheme: 'randomized',
    idSchemeEvidence: 'test',
    adminUserName: 'MxAdmin',
    entities: [
      entity({
        name: 'System.User',
        attributes: [
          { name: 'Name', length: 100 },
          { name: 'Password', length: 200 },
        ],
      }),
      ...entities.map(entity),
    ],
    associations: associations.map(association),
    tables: [],
    gaps: [],
    outsideForeignKeys: [],
    fingerprint: 'test',
  };
  return new DomainModelIndex(model);
}

function entity({ name, generalization, attributes = [] }: EntityDraft): Entity {
  return {
    id: name,
    name,
    table: physical(name),
    generalization: generalization ?? null,
    shortId: 40,
    objectSequence: '1',
    attributes: attributes.map((draft) => attribute(name, draft)),
    hasSubMetaObjectName: false,
    users: null,
    exactUsers: null,
  };
}

function attribute(entityName: string, draft: string | AttributeDraft): Attribute {
  const given: AttributeDraft = typeof draft === 'string' ? { name: draft } : draft;
  const qualifiedName = `${entityName}/${given.name}`;
  return {
    id: qualifiedName,
    qualifiedName,
    type: 'String',
    length: given.type === undefined || given.type === 'String' ? 200 : 0,
    column: given.name.toLowerCase(),
    defaultValue: '',
    unique: false,
    sequence: null,
    sequenceStart: null,
    ...given,
  };
}

function association(draft: AssociationDraft): Association {
  const { name, parent, child, multiplicity = '1-*', storage = 'table' } = draft;
  return {
    id: name,
    name,
    storage,
    table: physical(storage === 'table' ? name : parent),
    parentEntity: parent,
    childEntity: child,
    parentColumn: storage === 'table' ? `${physical(parent)}id` : 'id',
    childColumn: `${physical(child)}id`,
    multiplicity,
    links: 0,
  };
}

function physical(name: string): string {
  return name.toLowerCase().replace('.', '$');
}

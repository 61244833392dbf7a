import type { Association, Attribute, DomainModel, Entity, Table } from './domain-model';
import { SYSTEM_USER } from './domain-model';

/** Which end of an association an entity is. The parent is the owner. */
export type Role = 'parent' | 'child';

/** Questions about a {@link DomainModel}, answered from maps built once. */
export class DomainModelIndex {
  private readonly entitiesByName: ReadonlyMap<string, Entity>;
  private readonly tablesByName: ReadonlyMap<string, Table>;
  private readonly specializationsByName: ReadonlyMap<string, Entity[]>;
  private readonly attributesByName: ReadonlyMap<string, Attribute>;
  private readonly associationsByName: ReadonlyMap<string, Association[]>;
  private readonly columnAssociationsByTable: ReadonlyMap<string, Association[]>;

  constructor(readonly model: DomainModel) {
    this.entitiesByName = new Map(model.entities.map((entity) => [entity.name, entity]));
    this.tablesByName = new Map(model.tables.map((table) => [table.name, table]));
    this.attributesByName = new Map(
      model.entities.flatMap((entity) =>
        entity.attributes.map((attribute) => [attribute.qualifiedName, attribute]),
      ),
    );
    this.specializationsByName = groupBy(model.entities, ({ generalization }) => generalization);
    this.associationsByName = groupBy(model.associations, ({ name }) => name);
    this.columnAssociationsByTable = groupBy(model.associations, ({ storage, table }) =>
      storage === 'column' ? table : null,
    );
  }

  entity(name: string): Entity | undefined {
    return this.entitiesByName.get(name);
  }

  table(name: string): Table | undefined {
    return this.tablesByName.get(name);
  }

  /** By `Module.Entity/Attribute`, the entity being the one that declares it. */
  attribute(qualifiedName: string): Attribute | undefined {
    return this.attributesByName.get(qualifiedName);
  }

  /** The entity that declares the attribute. */
  declaringEntity(qualifiedName: string): Entity | undefined {
    return this.entity(qualifiedName.slice(0, qualifiedName.lastIndexOf('/')));
  }

  /** Associations of this name: one, except for `System.owner` and `System.changedBy`. */
  associations(name: string): Association[] {
    return this.associationsByName.get(name) ?? [];
  }

  /** Associations whose links are in a column of this table. */
  columnAssociations(table: string): Association[] {
    return this.columnAssociationsByTable.get(table) ?? [];
  }

  /** The entity and its generalizations, from itself up to the root. Stops at a cycle. */
  chain(name: string): Entity[] {
    const chain: Entity[] = [];
    const seen = new Set<string>();
    let current = this.entity(name);
    while (current && !seen.has(current.name)) {
      chain.push(current);
      seen.add(current.name);
      current = current.generalization === null ? undefined : this.entity(current.generalization);
    }
    return chain;
  }

  /** `name` is `ancestor` or one of its (indirect) specializations. */
  isOrSpecializes(name: string, ancestor: string): boolean {
    return this.chain(name).some((entity) => entity.name === ancestor);
  }

  specializations(name: string): Entity[] {
    return this.specializationsByName.get(name) ?? [];
  }

  /** All (indirect) specializations, the nearest first. */
  descendants(name: string): Entity[] {
    const found: Entity[] = [];
    const queue = [...this.specializations(name)];
    for (let entity = queue.shift(); entity; entity = queue.shift()) {
      if (found.includes(entity)) continue;
      found.push(entity);
      queue.push(...this.specializations(entity.name));
    }
    return found;
  }

  /** A specialization of `System.User`, not `System.User` itself. */
  isUserEntity(name: string): boolean {
    return name !== SYSTEM_USER && this.isOrSpecializes(name, SYSTEM_USER);
  }

  /** Every entity that may be a source or target, in the order of their names. */
  userEntities(): Entity[] {
    return this.descendants(SYSTEM_USER).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Own and inherited attributes, the entity's own first. */
  attributesOf(name: string): Attribute[] {
    return this.chain(name).flatMap((entity) => entity.attributes);
  }

  /**
   * The generalizations that both have in common, each possibly being one of the two itself,
   * from the most special one up to `System.User`. What these declare is always carried over.
   */
  commonGeneralizations(source: string, target: string): Entity[] {
    const ofTarget = new Set(this.chain(target).map((entity) => entity.name));
    return this.chain(source).filter((entity) => ofTarget.has(entity.name));
  }

  /** Associations whose end in this role is one of the entities. */
  associationsAt(entityNames: ReadonlySet<string>, role: Role): Association[] {
    return this.model.associations.filter((association) =>
      entityNames.has(role === 'parent' ? association.parentEntity : association.childEntity),
    );
  }
}

/** Those without a key are left out. */
function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [item]);
    else known.push(item);
  }
  return groups;
}

import type {
  Association,
  Attribute,
  CheckConstraint,
  Column,
  Entity,
  ExpressionIndex,
  ForeignKey,
  Table,
} from '../../../shared/domain-model';
import { SYSTEM_SESSION } from '../../../shared/domain-model';
import type { DomainModelIndex, Role } from '../../../shared/domain-model-index';
import type { Limits } from '../checks/column-limits';
import { limitsOf } from '../checks/column-limits';
import { endColumns } from '../checks/unknown-columns';
import { sessionEntities, sessionReferences } from '../decide/decide-places';
import type {
  DecidedAutoNumber,
  DecidedStep,
  Decisions,
  Level,
  PhysicalColumn,
  Place,
} from '../decide/decisions';
import { physicalColumns, selfUpdatingColumns, takesValuesOf } from '../decide/physical-columns';
import { MXOBJECTVERSION, OBJECT_ID, SEQUENCE_TABLE, SUBMETAOBJECTNAME } from '../mendix/physical-names';

/** A column of kept rows, as the table has it now. */
export interface PresentColumn {
  was: string;
  now: string;
  kind: PhysicalColumn['kind'];
  identityAlways: boolean;
  place: number | null;
  /** It may take less than at the time of the run. */
  limits: Limits | null;
  nullable: boolean;
  type: string;
  collation: string | null;
}

/** Rows that the journal kept, as their table is now. */
export interface PresentRows {
  table: string;
  columns: PresentColumn[];
  /** Columns that a row must have and undo has no value for: neither kept, nor given by the server. */
  required: string[];
  checkConstraints: CheckConstraint[];
  /** Those that Mendix does not know: neither ends of associations nor what ties a level to the one above. */
  foreignKeys: ForeignKey[];
}

/** A level of the run as it is in the app now. */
export interface PresentLevel extends PresentRows {
  level: Level;
  /** Columns of the kept rows that the table does not have any more, or with a type that does not take their values. */
  dropped: DroppedColumn[];
  /** Columns that came since and need a value: the attribute's default, or Mendix's first version. */
  added: { column: string; attribute: Attribute | null }[];
  /** Unique indexes, by columns as they are now. */
  uniqueIndexes: string[][];
  /** Unique ones over expressions, first characters or some of the rows. */
  expressionIndexes: ExpressionIndex[];
  /** Columns that the server sets at every UPDATE, and undo keeps. */
  keptColumns: string[];
}

/** `retyped`: from which type to which. */
interface DroppedColumn {
  name: string;
  retyped: string | null;
}

/** A place where a new user may be linked now, or whose links the run removed. */
export interface PresentPlace {
  /** The run's number, or a further one for an association that came since. */
  number: number;
  decided: Place | null;
  name: string;
  storage: 'table' | 'column';
  table: string;
  parentColumn: string;
  childColumn: string;
  parentTable: string | null;
  childTable: string | null;
  /** New users of these steps may stand at the end. */
  newAt: Record<Role, number[]>;
  /** Of these, the old user may stand there as well: the link returns to it. */
  back: Record<Role, number[]>;
  /** Each object can be linked once at this end. */
  unique: Record<Role, boolean>;
  isSessionUser: boolean;
  /** Columns that the server sets at every UPDATE, and undo keeps. */
  keptColumns: string[];
  /** Columns of an association's table, beside its ends, that a link must have and only somebody else knows. */
  required: string[];
}

export interface PresentSessions {
  /** Lowest level first. */
  tables: string[];
  /** Those whose rows the run kept, root first. */
  restored: (PresentRows & Pick<PresentLevel, 'added'> & { snapshot: number })[];
  references: {
    name: string;
    table: string;
    storage: 'table' | 'column';
    /** The end at which the session is. */
    column: string;
    parentColumn: string;
    childColumn: string;
    /** Columns that the server sets at every UPDATE, and undo keeps. */
    keptColumns: string[];
  }[];
}

/** Versions of objects that the run raised. */
export interface PresentVersions {
  /** Of the table of objects in the decisions, which is its key in the journal. */
  number: number;
  table: string;
  column: string;
  /** Columns that the server sets at every UPDATE, and undo keeps. */
  keptColumns: string[];
}

/** What of the run's model is not there any more, or differs so that undo cannot work. */
export interface ModelChange {
  subject: string;
  message: string;
  /** What undo cannot put back; null where it cannot go ahead, forced or not. */
  lost: LostRows | { place: Place } | null;
}

/** Kept rows that cannot be put back, or not all of them. */
export interface LostRows {
  snapshot: number;
  /** Where it has a value; null for whole rows. */
  column: string | null;
  /** Of users of these steps; null for those of sessions. */
  steps: readonly number[] | null;
  /** Only where the column does not take the value any more. */
  limits?: Limits;
}

/** The run's decisions, seen in the domain model as it is now: found by Mendix's GUIDs, whatever the names. */
export interface PresentModel {
  userTable: string;
  leafColumn: string;
  /** The steps of the run, with the names that their entities have now. */
  steps: DecidedStep[];
  /** Names of sources at the time of the run, and now, where they differ: objects name their entity. */
  renamed: ReadonlyMap<string, string>;
  levels: PresentLevel[];
  places: PresentPlace[];
  sessions: PresentSessions | null;
  versions: PresentVersions[];
  /** Those that are still counted where the run found them. */
  autoNumbers: DecidedAutoNumber[];
  /** Tables in which a new user may have a row now, lowest level first. */
  newUserTables: string[];
  /** Of every table of objects that undo writes. */
  objectColumns: ReadonlyMap<string, PhysicalColumn[]>;
  changes: ModelChange[];
}

/** Sees the decisions of a run in the present domain model. Asks nothing of the database. */
export function presentModel(decisions: Decisions, index: DomainModelIndex): PresentModel {
  const changes: ModelChange[] = [];
  const byId = new Map(index.model.entities.map((entity) => [entity.id, entity]));
  const levels = decisions.levels.flatMap((level): PresentLevel[] => {
    const entity = byId.get(level.entityId);
    if (entity === undefined) {
      changes.push(entityGone(level));
      return [];
    }
    const present = presentLevel(decisions, index, level, entity);
    const { snapshot, removedFor: steps } = level;
    if (snapshot !== null && steps.length > 0) {
      changes.push(
        ...present.dropped.map((column) => columnGone(level.entity, column, { snapshot, steps })),
        ...narrowed(level.entity, present.columns, { snapshot, steps }),
      );
    }
    return [present];
  });
  changes.push(...chainChanges(decisions, index, byId));
  const places = presentPlaces(decisions, index, byId);
  const sessions = presentSessions(decisions, index);
  changes.push(...sessions.changes);
  changes.push(...placeChanges(decisions, places), ...mergeChanges(decisions, index));
  const named = (id: string, was: string): string => byId.get(id)?.name ?? was;
  const steps = decisions.steps.map((step) => ({
    ...step,
    source: named(step.sourceId, step.source),
    target: named(step.targetId, step.target),
  }));
  const renamed = decisions.steps.flatMap(({ sourceId, source }): [string, string][] => {
    const now = named(sourceId, source);
    return now === source ? [] : [[source, now]];
  });
  const targets = decisions.steps.flatMap(({ targetId }) => byId.get(targetId) ?? []);
  const chains = targets.map(({ name }) => index.chain(name).map(({ table }) => table));
  const newUserTables = [...new Set(chains.flat())].sort((a, b) => depthIn(chains, b) - depthIn(chains, a));
  const written = [
    ...[
      ...levels,
      ...(decisions.merge?.levels ?? []),
      ...places,
      ...(sessions.present?.references ?? []),
    ].map(({ table }) => table),
    ...newUserTables,
    ...(sessions.present?.tables ?? []),
  ];
  return {
    userTable: levels[0]?.table ?? decisions.userTable,
    leafColumn: SUBMETAOBJECTNAME,
    steps,
    renamed: new Map(renamed),
    levels,
    places,
    sessions: sessions.present,
    versions: presentVersions(decisions, index, places),
    autoNumbers: presentAutoNumbers(decisions, index),
    newUserTables,
    objectColumns: new Map([...new Set(written)].map((table) => [table, physicalColumns(index, table)])),
    changes,
  };
}

/** How many generalizations a table's entity has, at most, in these chains. */
function depthIn(chains: readonly string[][], table: string): number {
  return Math.max(
    ...chains.map((chain) => (chain.includes(table) ? chain.length - chain.indexOf(table) : 0)),
  );
}

function presentLevel(
  decisions: Decisions,
  index: DomainModelIndex,
  level: Level,
  entity: Entity,
): PresentLevel {
  const found = presentColumns(decisions, index, entity, level.columns);
  const table = index.table(entity.table);
  return {
    level,
    table: entity.table,
    ...found,
    checkConstraints: table?.checkConstraints ?? [],
    foreignKeys: foreignKeysOfOthers(index, entity),
    expressionIndexes: (table?.expressionIndexes ?? []).filter(({ unique }) => unique),
    uniqueIndexes: (table?.uniqueIndexes ?? []).filter((index_) => !index_.includes(OBJECT_ID)),
    keptColumns: selfUpdatingColumns(table),
  };
}

function foreignKeysOfOthers(index: DomainModelIndex, entity: Entity): ForeignKey[] {
  const ends = endColumns(index, entity.table);
  const chain = new Set(index.chain(entity.name).map(({ table }) => table));
  return (index.table(entity.table)?.foreignKeys ?? []).filter(
    ({ columns, referencedSchema, referencedTable, referencedColumns }) => {
      const [first = ''] = columns;
      const isEnd = columns.length === 1 && ends.has(first);
      const isLevel =
        [...columns, ...referencedColumns].every((each) => each === OBJECT_ID) && chain.has(referencedTable);
      return !isEnd && !(isLevel && referencedSchema === null);
    },
  );
}

/** Columns of kept rows as the table has them now, by the GUIDs of what they store. */
function presentColumns(
  decisions: Decisions,
  index: DomainModelIndex,
  entity: Entity,
  kept: readonly PhysicalColumn[],
): Pick<PresentLevel, 'columns' | 'dropped' | 'added' | 'required'> {
  const now = physicalColumns(index, entity.table);
  const table = index.table(entity.table);
  const columns: PresentLevel['columns'] = [];
  const dropped: DroppedColumn[] = [];
  for (const was of kept) {
    const found =
      was.modelId === null
        ? now.find(({ name, modelId }) => name === was.name && modelId === null)
        : now.find(({ modelId }) => modelId === was.modelId);
    if (found === undefined || !takesValues(found, was)) {
      const types = [was.type, found?.type].join(', now ');
      dropped.push({ name: was.name, retyped: found === undefined ? null : types });
      continue;
    }
    const place = decisions.places.find(
      ({ storage, modelId }) => storage === 'column' && modelId === was.modelId,
    );
    columns.push(presentColumn(was, found, table, place?.number ?? null));
  }
  const known = new Set(columns.map((each) => each.now));
  const added = now.filter(({ name }) => !known.has(name)).flatMap(({ name }) => addedColumn(entity, name));
  const given = added.filter(({ attribute }) => attribute === null || defaultOf(attribute) !== null);
  return {
    columns,
    dropped,
    added,
    required: requiredColumns(table, [...known, ...given.map((each) => each.column)]),
  };
}

function presentColumn(
  was: PhysicalColumn,
  now: PhysicalColumn,
  table: Table | undefined,
  place: number | null,
): PresentColumn {
  const stored = table?.columns.find(({ name }) => name === now.name);
  return {
    was: was.name,
    now: now.name,
    kind: now.kind,
    identityAlways: now.identityAlways,
    place,
    limits: stored === undefined ? null : limitsOf(stored, was.type),
    nullable: now.nullable,
    type: stored?.type ?? '',
    collation: stored?.collation ?? null,
  };
}

/** Columns, but for these, that a row must have and that the server gives no value. */
function requiredColumns(table: Table | undefined, but: readonly string[]): string[] {
  const isRequired = ({ nullable, hasDefault, generated }: Column): boolean =>
    !nullable && !hasDefault && !generated;
  return (table?.columns ?? [])
    .filter((column) => isRequired(column) && !but.includes(column.name))
    .map(({ name }) => name);
}

/** The default of an attribute as Mendix stores it; null for one that starts without a value. */
export function defaultOf({ type, defaultValue }: Attribute): string | null {
  if (type === 'Boolean') return defaultValue === 'true' ? 'true' : 'false';
  const isNothing =
    defaultValue === '' || defaultValue.startsWith('[%') || type === 'Binary' || type === 'AutoNumber';
  return isNothing ? null : defaultValue;
}

function takesValues(now: Pick<PhysicalColumn, 'type'>, was: Pick<PhysicalColumn, 'type'>): boolean {
  return was.type === undefined || now.type === undefined || takesValuesOf(now.type, was.type);
}

/** Null where the database or NULL is right: a column that Mendix does not know, or a link. */
function addedColumn(entity: Entity, column: string): PresentLevel['added'] {
  if (column === MXOBJECTVERSION) return [{ column, attribute: null }];
  const attribute = entity.attributes.find((each) => each.column === column);
  return attribute === undefined ? [] : [{ column, attribute }];
}

function presentPlaces(
  decisions: Decisions,
  index: DomainModelIndex,
  byId: ReadonlyMap<string, Entity>,
): PresentPlace[] {
  const decided = new Map(decisions.places.map((place) => [place.modelId, place]));
  let next = decisions.places.length;
  const associations = index.model.associations.flatMap((association): PresentPlace[] => {
    const place = decided.get(association.id) ?? null;
    const newAt = bothEnds((role) => stepsAt(decisions, index, byId, endOf(association, role), 'targetId'));
    const oldAt = bothEnds((role) => stepsAt(decisions, index, byId, endOf(association, role), 'sourceId'));
    if (place === null && newAt.parent.length + newAt.child.length === 0) return [];
    const table = index.table(association.table);
    const isUnique = (column: string): boolean =>
      table?.uniqueIndexes.some((columns) => columns.length === 1 && columns[0] === column) === true;
    return [
      {
        number: place?.number ?? next++,
        decided: place,
        name: association.name,
        storage: association.storage,
        table: association.table,
        parentColumn: association.parentColumn,
        childColumn: association.childColumn,
        parentTable: index.entity(association.parentEntity)?.table ?? null,
        childTable: index.entity(association.childEntity)?.table ?? null,
        newAt,
        back: bothEnds((role) => newAt[role].filter((step) => oldAt[role].includes(step))),
        unique: { parent: isUnique(association.parentColumn), child: isUnique(association.childColumn) },
        isSessionUser: association.name === 'System.Session_User',
        keptColumns: selfUpdatingColumns(table),
        required:
          association.storage === 'table'
            ? requiredColumns(table, [association.parentColumn, association.childColumn])
            : [],
      },
    ];
  });
  return [...associations, ...idAttributes(decisions, index)];
}

/** A Long with ids of users: every old user may stand there. */
function idAttributes(decisions: Decisions, index: DomainModelIndex): PresentPlace[] {
  const all = decisions.steps.map((step) => step.index);
  return decisions.places.flatMap((place): PresentPlace[] => {
    if (place.childTable !== null || place.storage !== 'column') return [];
    const entity = index.model.entities.find(({ attributes }) =>
      attributes.some(({ id }) => id === place.modelId),
    );
    const attribute = entity?.attributes.find(({ id }) => id === place.modelId);
    if (entity === undefined || attribute === undefined) return [];
    return [
      {
        number: place.number,
        decided: place,
        name: attribute.qualifiedName,
        storage: 'column',
        table: entity.table,
        parentColumn: OBJECT_ID,
        childColumn: attribute.column,
        parentTable: entity.table,
        childTable: null,
        newAt: { parent: [], child: all },
        back: { parent: [], child: all },
        unique: { parent: true, child: false },
        isSessionUser: false,
        keptColumns: selfUpdatingColumns(index.table(entity.table)),
        required: [],
      },
    ];
  });
}

/** An app that has no versions any more misses none. */
function presentVersions(
  { objectTables }: Decisions,
  index: DomainModelIndex,
  places: readonly PresentPlace[],
): PresentVersions[] {
  return objectTables.flatMap(({ versionColumn, places: stored }, number) => {
    const name = places.find((place) => stored.includes(place.number))?.table;
    const table = name === undefined ? undefined : index.table(name);
    const column = table?.columns.find((each) => each.name === versionColumn)?.name;
    return table === undefined || column === undefined
      ? []
      : [{ number, table: table.name, column, keptColumns: selfUpdatingColumns(table) }];
  });
}

/** What the journal noted of a counter can be compared with the same kind of counter only. */
function presentAutoNumbers({ autoNumbers }: Decisions, index: DomainModelIndex): DecidedAutoNumber[] {
  const present = new Map(
    index.model.entities.flatMap(({ table, attributes }) =>
      attributes.map((attribute) => [attribute.id, { ...attribute, table }] as const),
    ),
  );
  return autoNumbers.flatMap((number) => {
    const attribute = present.get(number.attributeId);
    if (attribute?.type !== 'AutoNumber') return [];
    const { qualifiedName: name, table, column, sequence } = attribute;
    const isThere =
      number.sequence === null
        ? sequence === null && index.table(SEQUENCE_TABLE) !== undefined
        : sequence !== null;
    return isThere ? [{ ...number, name, table, column, sequence }] : [];
  });
}

function bothEnds<T>(of: (role: Role) => T): Record<Role, T> {
  return { parent: of('parent'), child: of('child') };
}

function endOf(association: Association, role: Role): string {
  return role === 'parent' ? association.parentEntity : association.childEntity;
}

function stepsAt(
  decisions: Decisions,
  index: DomainModelIndex,
  byId: ReadonlyMap<string, Entity>,
  end: string,
  users: 'sourceId' | 'targetId',
): number[] {
  return decisions.steps
    .filter((step) => {
      const entity = byId.get(step[users]);
      return entity !== undefined && index.isOrSpecializes(entity.name, end);
    })
    .map(({ index: step }) => step);
}

function presentSessions(
  decisions: Decisions,
  index: DomainModelIndex,
): { present: PresentSessions | null; changes: ModelChange[] } {
  if (index.entity(SYSTEM_SESSION) === undefined) return { present: null, changes: [] };
  const restored: PresentSessions['restored'] = [];
  const changes: ModelChange[] = [];
  for (const { table, columns: kept, snapshot } of [...(decisions.sessions?.levels ?? [])].reverse()) {
    const entity = index.model.entities.find((each) => each.table === table);
    if (entity === undefined) {
      changes.push(sessionsGone(table, { snapshot, column: null, steps: null }));
      continue;
    }
    const { columns, dropped, added, required } = presentColumns(decisions, index, entity, kept);
    const checkConstraints = index.table(table)?.checkConstraints ?? [];
    const foreignKeys = foreignKeysOfOthers(index, entity);
    restored.push({ table, columns, added, required, checkConstraints, foreignKeys, snapshot });
    changes.push(
      ...dropped.map((column) => columnGone(entity.name, column, { snapshot, steps: null })),
      ...narrowed(entity.name, columns, { snapshot, steps: null }),
    );
  }
  return {
    present: {
      tables: sessionEntities(index).flatMap((name) => index.entity(name)?.table ?? []),
      restored,
      references: sessionReferences(index).map(({ association, role }) => ({
        name: association.name,
        table: association.table,
        storage: association.storage,
        column: role === 'parent' ? association.parentColumn : association.childColumn,
        parentColumn: association.parentColumn,
        childColumn: association.childColumn,
        keptColumns: selfUpdatingColumns(index.table(association.table)),
      })),
    },
    changes,
  };
}

function sessionsGone(table: string, lost: LostRows): ModelChange {
  const message = `The table ${table} is not in the app any more: what it had of sessions cannot be put back.`;
  return { subject: table, message, lost };
}

function entityGone({ entity }: Level): ModelChange {
  return {
    subject: entity,
    message: `The entity ${entity} is not in the app any more: its users cannot be put back.`,
    lost: null,
  };
}

function columnGone(
  entity: string,
  { name: column, retyped }: DroppedColumn,
  lost: Omit<LostRows, 'column'>,
): ModelChange {
  const what =
    retyped === null
      ? `${entity} has no column ${column} any more`
      : `The column ${column} of ${entity} has another type than at the time of the run (${retyped})`;
  return {
    subject: `${entity} (${column})`,
    message: `${what}: what was there before the run cannot be put back.`,
    lost: { ...lost, column },
  };
}

/** Values that a column does not take any more. */
function narrowed(
  entity: string,
  columns: readonly PresentColumn[],
  lost: Omit<LostRows, 'column' | 'limits'>,
): ModelChange[] {
  return columns.flatMap(({ was, now, type, limits }) =>
    limits === null
      ? []
      : [
          {
            subject: `${entity} (${now})`,
            message: `The column ${now} of ${entity}, which is ${type} now, does not take every value that was there before the run.`,
            lost: { ...lost, column: was, limits },
          },
        ],
  );
}

/** A user needs a row on every level of the chain that its entity has now. */
function chainChanges(
  decisions: Decisions,
  index: DomainModelIndex,
  byId: ReadonlyMap<string, Entity>,
): ModelChange[] {
  const known = new Set(decisions.levels.map(({ entityId }) => entityId));
  return decisions.steps
    .filter(({ keepOldUsers }) => !keepOldUsers)
    .flatMap(({ source, sourceId, index: step }) => {
      const entity = byId.get(sourceId);
      if (entity === undefined) return [];
      const chain = index.chain(entity.name);
      const before = decisions.levels.filter(({ sourceOf }) => sourceOf.includes(step)).length;
      if (chain.length === before && chain.every(({ id }) => known.has(id))) return [];
      return [
        {
          subject: source,
          message: `${source} has other generalizations than at the time of the run: its users cannot be put back.`,
          lost: null,
        },
      ];
    });
}

/**
 * Merges are taken apart by the names at the time of the run, before anything can be asked: their tables must take whatever
 * they took.
 */
function mergeChanges(decisions: Decisions, index: DomainModelIndex): ModelChange[] {
  const has = (table: string, columns: readonly Pick<PhysicalColumn, 'name' | 'type'>[]): boolean => {
    const present = new Map(physicalColumns(index, table).map((column) => [column.name, column]));
    return columns.every((was) => {
      const now = present.get(was.name);
      return now !== undefined && takesValues(now, was);
    });
  };
  const takesAll = (name: string, columns: readonly PhysicalColumn[]): boolean => {
    const table = index.table(name);
    const isNarrower = columns.some((was) => {
      const now = table?.columns.find((column) => column.name === was.name);
      if (now === undefined) return false;
      const takesLess = was.type !== undefined && limitsOf(now, was.type) !== null;
      return takesLess || (was.nullable && !now.nullable);
    });
    const known = columns.map((column) => column.name);
    return !isNarrower && requiredColumns(table, known).length === 0;
  };
  const levels = (decisions.merge?.levels ?? []).filter(
    ({ table, columns }) => !has(table, columns) || !takesAll(table, columns),
  );
  const places = (decisions.merge?.places ?? []).filter(({ place: number, keptColumns }) => {
    const place = decisions.places[number];
    if (place === undefined) return false;
    const columns = [place.parentColumn, place.childColumn, ...keptColumns];
    return !has(
      place.table,
      columns.map((column) => ({ name: column })),
    );
  });
  return [
    ...levels.map(({ table }) => table),
    ...places.flatMap(({ place }) => decisions.places[place]?.table ?? []),
  ].map((table) => ({
    subject: table,
    message: `${table} changed since the run, which merged users there: they cannot be taken apart.`,
    lost: null,
  }));
}

/** The run removed links of an association that the app does not have any more. */
function placeChanges(decisions: Decisions, places: readonly PresentPlace[]): ModelChange[] {
  const present = new Set(places.map(({ number }) => number));
  return decisions.places
    .filter(
      ({ number, parent, child }) => !present.has(number) && parent.unlink.length + child.unlink.length > 0,
    )
    .map((place) => ({
      subject: place.name,
      message: `The association ${place.name} is not in the app any more: the links that the run removed cannot be put back.`,
      lost: { place },
    }));
}

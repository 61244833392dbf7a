import type { Association } from '../../../shared/domain-model';
import { SYSTEM_SESSION, SYSTEM_USER } from '../../../shared/domain-model';
import type { DomainModelIndex, Role } from '../../../shared/domain-model-index';
import { OBJECT_ID } from '../mendix/physical-names';
import type { EndDecision, Place } from './decisions';
import type { PlannedStep } from './planned-step';

const SESSION_USER = 'System.Session_User';

/**
 * A Long with an object id: the workflow's context object, which can be a user.
 * Source: seen in a Mendix 9.10 database, and Mendix's documentation of `System.Workflow`.
 */
const ID_ATTRIBUTES = ['System.Workflow/ObjectId'];

/** A place before it has a number. */
type PlaceDraft = Omit<Place, 'number'>;

/** What the moved users are at an end of an association. */
interface End {
  /** Steps whose new users may stand there as well. */
  carried: PlannedStep[];
  /** Steps whose new users may not. */
  left: PlannedStep[];
}

/** A link of a session to something else than its user: it is removed with the session. */
export interface SessionReference {
  association: Association;
  role: Role;
}

/**
 * Every place whose links the run reads or writes. Found in the metadata, never from a list: whatever ends at
 * System.User or a generalization of a source, what mappings write, and what hangs on the deleted sessions.
 */
export function decidePlaces(
  index: DomainModelIndex,
  steps: readonly PlannedStep[],
  mappingTargets: ReadonlySet<Association>,
): Place[] {
  const drafts = [
    ...index.model.associations.flatMap((association) => associationPlace(index, association, steps)),
    ...ID_ATTRIBUTES.flatMap((attribute) => idAttributePlace(index, attribute, steps)),
  ];
  const known = new Set(drafts.map(({ modelId }) => modelId));
  const others = [
    ...mappingTargets,
    ...(steps.some(removes) ? sessionReferences(index).map(({ association }) => association) : []),
  ];
  for (const association of others) {
    if (known.has(association.id)) continue;
    known.add(association.id);
    drafts.push(draft(index, association, ending([]), ending([])));
  }
  return drafts.map((place, number) => ({ number, ...place }));
}

/** Links between sessions and anything but their users, in the order of the model. */
export function sessionReferences(index: DomainModelIndex): SessionReference[] {
  const entities = new Set(sessionEntities(index));
  const roles: Role[] = ['parent', 'child'];
  return roles.flatMap((role) =>
    index
      .associationsAt(entities, role)
      .filter((association) => association.name !== SESSION_USER)
      // A column of the session's own row is deleted with the row.
      .filter((association) => role === 'child' || association.storage === 'table')
      .map((association) => ({ association, role })),
  );
}

/** Names of System.Session and its specializations, the lowest level first. */
export function sessionEntities(index: DomainModelIndex): string[] {
  return [...[...index.descendants(SYSTEM_SESSION)].reverse(), ...index.chain(SYSTEM_SESSION)].map(
    (entity) => entity.name,
  );
}

function associationPlace(
  index: DomainModelIndex,
  association: Association,
  steps: readonly PlannedStep[],
): PlaceDraft[] {
  const parent = classify(index, association.parentEntity, steps);
  const child = classify(index, association.childEntity, steps);
  if (isEmpty(parent) && isEmpty(child)) return [];
  const isSession = association.name === SESSION_USER;
  const ends =
    association.storage === 'column'
      ? { parent: ownRow(index, association, parent), child: childEnd(child, isSession) }
      : { parent: parentEnd(index, association, parent), child: childEnd(child, isSession) };
  return [
    {
      ...draft(index, association, ends.parent, ends.child),
      onUserRow: association.storage === 'column' && !isEmpty(parent),
      sessionsOf: isSession ? numbers([...child.carried, ...child.left].filter(removes)) : [],
    },
  ];
}

/** Does a foreign key ask for an object at every end of a link? In a column, one end is the row itself. */
function hasForeignKeys(index: DomainModelIndex, association: Association): boolean {
  const { storage, table, parentColumn, childColumn, parentEntity, childEntity } = association;
  const keys = index.table(table)?.foreignKeys ?? [];
  const leadsTo = (column: string, entity: string): boolean =>
    keys.some(
      ({ columns, referencedSchema, referencedTable, referencedColumns }) =>
        columns.length === 1 &&
        columns[0] === column &&
        referencedSchema === null &&
        referencedTable === index.entity(entity)?.table &&
        referencedColumns[0] === OBJECT_ID,
    );
  return leadsTo(childColumn, childEntity) && (storage === 'column' || leadsTo(parentColumn, parentEntity));
}

function idAttributePlace(
  index: DomainModelIndex,
  qualifiedName: string,
  steps: readonly PlannedStep[],
): PlaceDraft[] {
  const attribute = index.attribute(qualifiedName);
  const entity = index.declaringEntity(qualifiedName);
  if (attribute === undefined || entity === undefined) return [];
  return [
    {
      modelId: attribute.id,
      name: qualifiedName,
      storage: 'column',
      table: entity.table,
      parentColumn: OBJECT_ID,
      childColumn: attribute.column,
      parentTable: entity.table,
      childTable: null,
      parent: ending([]),
      child: childEnd(classify(index, SYSTEM_USER, steps), false),
      onUserRow: false,
      hasForeignKeys: false,
      sessionsOf: [],
      links: 1,
    },
  ];
}

function draft(
  index: DomainModelIndex,
  association: Association,
  parent: EndDecision,
  child: EndDecision,
): PlaceDraft {
  const { id, name, storage, table, parentColumn, childColumn, links } = association;
  return {
    modelId: id,
    name,
    storage,
    table,
    parentColumn,
    childColumn,
    parentTable: index.entity(association.parentEntity)?.table ?? null,
    childTable: index.entity(association.childEntity)?.table ?? null,
    parent,
    child,
    onUserRow: false,
    hasForeignKeys: hasForeignKeys(index, association),
    sessionsOf: [],
    links: links ?? 1,
  };
}

function classify(index: DomainModelIndex, entity: string, steps: readonly PlannedStep[]): End {
  const touching = steps.filter((planned) => index.isOrSpecializes(planned.source.name, entity));
  const fits = (planned: PlannedStep): boolean => index.isOrSpecializes(planned.target.name, entity);
  return { carried: touching.filter(fits), left: touching.filter((planned) => !fits(planned)) };
}

function isEmpty({ carried, left }: End): boolean {
  return carried.length === 0 && left.length === 0;
}

/** The user owns the links, and they are in a table of their own. */
function parentEnd(index: DomainModelIndex, association: Association, { carried, left }: End): EndDecision {
  const kept = carried.filter((planned) => !removes(planned));
  // Each object is linked once at most: what the old user keeps cannot be copied.
  const copies = !isChildUnique(index, association);
  return ending(carried, {
    repoint: carried.filter(removes),
    copy: copies ? kept : [],
    stay: [...(copies ? [] : kept), ...left.filter((planned) => !removes(planned))],
    unlink: left.filter(removes),
  });
}

/** The user owns the link, and it is in the user's row. */
function ownRow(index: DomainModelIndex, association: Association, { carried, left }: End): EndDecision {
  const stays = (planned: PlannedStep): boolean => !removes(planned) && isChildUnique(index, association);
  return ending(carried, {
    row: [...carried, ...left].filter((planned) => !stays(planned)),
    stay: [...carried, ...left].filter(stays),
  });
}

/** Something points at the user. */
function childEnd({ carried, left }: End, isSession: boolean): EndDecision {
  const moves = (planned: PlannedStep): boolean => planned.movesReferences && !isSession;
  return ending(carried, {
    repoint: carried.filter(moves),
    unlink: [...left, ...(isSession ? carried : [])].filter(removes),
    stay: [
      ...carried.filter((planned) => !moves(planned) && !(isSession && removes(planned))),
      ...left.filter((planned) => !removes(planned)),
    ],
  });
}

function ending(
  fits: readonly PlannedStep[],
  decided: Partial<Record<'repoint' | 'copy' | 'unlink' | 'stay' | 'row', PlannedStep[]>> = {},
): EndDecision {
  const { repoint = [], copy = [], unlink = [], stay = [], row = [] } = decided;
  return {
    repoint: numbers(repoint),
    copy: numbers(copy),
    unlink: numbers(unlink),
    stay: numbers(stay),
    row: numbers(row),
    fits: numbers(fits),
  };
}

function removes({ step }: PlannedStep): boolean {
  return !step.keepOldUsers;
}

function numbers(steps: readonly PlannedStep[]): number[] {
  return steps.map((planned) => planned.index).sort((a, b) => a - b);
}

/** Each object is linked once at most at the child's end. */
export function isChildUnique(index: DomainModelIndex, association: Association): boolean {
  if (association.multiplicity === '1-1') return true;
  const unique = index.table(association.table)?.uniqueIndexes ?? [];
  return unique.some((columns) => columns.length === 1 && columns[0] === association.childColumn);
}

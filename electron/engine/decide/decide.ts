import type { Association } from '../../../shared/domain-model';
import { SYSTEM_SESSION } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import { UserMigrationError } from '../../../shared/failure';
import type { Project } from '../../../shared/project';
import { orderSteps } from '../../../shared/step-order';
import { MXOBJECTVERSION, SEQUENCE_TABLE } from '../mendix/physical-names';
import { decideLevels } from './decide-levels';
import { decideMerge } from './decide-merge';
import { decidePlaces, sessionEntities, sessionReferences } from './decide-places';
import type { NameList } from './decide-users';
import type {
  DecidedAutoNumber,
  DecidedSessions,
  DecidedStep,
  Decisions,
  Level,
  LinkMapping,
  ObjectTable,
  Place,
} from './decisions';
import { physicalColumns, selfUpdatingColumns } from './physical-columns';
import type { PlannedStep } from './planned-step';
import { MERGED, planStep } from './planned-step';
import type { Problem } from './problem';
import type { MappedUserAssociation, ResolvedMappings } from './resolve-mappings';
import { resolveMappings } from './resolve-mappings';
import { userNameCollation, userNameColumn, userPasswordColumn, userTable } from './user-table';

/**
 * Project and domain model to what a run does with every user, row, link, counter and name. Asks nothing of the
 * database. Expects a project without errors in the checks.
 *
 * @param now UTC, `yyyy-mm-dd hh:mm:ss`
 * @param lists names of the files that the project names
 * @throws UserMigrationError of kind `refused` for what the project names and the model has not.
 */
export function decide(
  index: DomainModelIndex,
  project: Project,
  now: string,
  lists: readonly NameList[] = [],
): Decisions {
  const steps = plannedSteps(index, project, lists);
  const resolved = steps.map((planned) => resolveMappings(index, planned));
  const [problem] = [...resolved, ...steps.map(({ rules }) => rules)].flatMap(({ problems }) => problems);
  if (problem !== undefined) throw refusedFor(problem);
  const attributes = resolved.flatMap((each) => each.attributes);
  const associations = resolved.flatMap((each) => each.associations);
  return decideSteps(index, steps, { attributes, associations }, now);
}

/**
 * The same of steps and mappings that were looked up already: a check leaves out what is wrong in the project, and
 * sees what is decided for the rest.
 */
export function decideSteps(
  index: DomainModelIndex,
  steps: readonly PlannedStep[],
  { attributes, associations }: Pick<ResolvedMappings, 'attributes' | 'associations'>,
  now: string,
): Decisions {
  const places = decidePlaces(index, steps, new Set(associations.map(({ target }) => target.association)));
  const mappings = decideMappings(associations, places);
  const levels = decideLevels({ index, steps, attributes, places, mappings, now });
  const sessions = decideSessions(index, places, levels);
  const autoNumbers = decideAutoNumbers(steps, levels);
  const tables = objectTables(index, levels, places, mappings, sessions);
  return {
    version: 2,
    randomizedIds: index.model.idScheme === 'randomized',
    now,
    userTable: userTable(index),
    nameColumn: userNameColumn(index),
    nameCollation: userNameCollation(index),
    passwordColumn: userPasswordColumn(index),
    steps: steps.map(decidedStep),
    levels,
    places,
    mappings,
    objectTables: tables,
    sessions,
    targets: [...new Map(steps.map(({ target }) => [target.id, target])).values()].map((target) => ({
      entity: target.name,
      entityId: target.id,
    })),
    autoNumbers,
    otherSequences: otherSequences(index, autoNumbers),
    hasSequenceTable: index.table(SEQUENCE_TABLE) !== undefined,
    merge: decideMerge({ index, steps, attributes, places, mappings, objectTables: tables }),
  };
}

/** The project's steps in the order in which they are carried out. */
function plannedSteps(index: DomainModelIndex, project: Project, lists: readonly NameList[]): PlannedStep[] {
  return orderSteps(index, project.steps).order.flatMap((position) => {
    const step = project.steps[position];
    if (step === undefined) return [];
    const planned = planStep(index, step, position, lists);
    if (step.existing?.then !== 'merge') return [planned];
    return [planned, { ...planned, index: MERGED + position, merges: true, namePostfix: '' }];
  });
}

/** A problem as what is thrown. */
export function refusedFor({ code, message, remedy }: Problem): UserMigrationError {
  return new UserMigrationError('refused', {
    code,
    message,
    cause: 'The domain model changed since the project was made, or the project belongs to another app.',
    remedy,
  });
}

/** A step as the plan and the checks need it. */
export function decidedStep({
  index,
  step,
  source,
  target,
  movesReferences,
  namePostfix,
  users,
  position,
  merges,
  rules,
}: PlannedStep): DecidedStep {
  return {
    index,
    source: source.name,
    target: target.name,
    sourceId: source.id,
    targetId: target.id,
    keepOldUsers: step.keepOldUsers,
    movesReferences,
    namePostfix,
    users,
    position,
    merges,
    selection: rules.selection,
    name: rules.name,
    existing: rules.existing,
  };
}

function decideMappings(
  associations: readonly MappedUserAssociation[],
  places: readonly Place[],
): LinkMapping[] {
  const numberOf = (association: Association): number =>
    places.find(({ modelId }) => modelId === association.id)?.number ?? -1;
  const isAt = ({ source }: MappedUserAssociation, role: 'parent' | 'child'): boolean =>
    source.bothEnds || source.role === role;
  return associations.map((mapped, number) => {
    const { planned, source, target } = mapped;
    const twins = associations.filter(
      (other) =>
        other !== mapped &&
        other.source.association === source.association &&
        other.target.association === target.association,
    );
    return {
      number,
      step: planned.index,
      source: numberOf(source.association),
      target: numberOf(target.association),
      atParent: isAt(mapped, 'parent'),
      atChild: isAt(mapped, 'child'),
      parentSteps: twins.filter((twin) => isAt(twin, 'parent')).map((twin) => twin.planned.index),
    };
  });
}

/** Tables of objects that the run may write, each once. */
function objectTables(
  index: DomainModelIndex,
  levels: readonly Level[],
  places: readonly Place[],
  mappings: readonly LinkMapping[],
  sessions: DecidedSessions | null,
): ObjectTable[] {
  const isLevel = new Set(levels.map(({ table }) => table));
  const written = new Set(mappings.map(({ target }) => target));
  const sessionTables = new Set(sessions?.levels.map(({ table }) => table));
  const emptied = new Set(sessions?.references.map(({ place }) => place));
  const inColumns = places.filter(
    ({ storage, child, number }) =>
      storage === 'column' &&
      (child.repoint.length + child.unlink.length > 0 || written.has(number) || emptied.has(number)),
  );
  const ofUsers = new Set(index.userEntities().map(({ table }) => table));
  const tables = new Set([...isLevel, ...ofUsers, ...sessionTables, ...inColumns.map(({ table }) => table)]);
  return [...tables].map((table) => {
    const columns = physicalColumns(index, table);
    return {
      table,
      columns,
      versionColumn: columns.find(({ name }) => name === MXOBJECTVERSION)?.name ?? null,
      keptColumns: selfUpdatingColumns(index.table(table)),
      places: inColumns.filter((place) => place.table === table).map(({ number }) => number),
      ofUsers: isLevel.has(table) || ofUsers.has(table),
      isLevel: isLevel.has(table),
      isSession: sessionTables.has(table),
    };
  });
}

function decideSessions(
  index: DomainModelIndex,
  places: readonly Place[],
  levels: readonly Level[],
): DecidedSessions | null {
  const place = places.find(({ sessionsOf }) => sessionsOf.length > 0);
  if (place === undefined || index.entity(SYSTEM_SESSION) === undefined) return null;
  const first = levels.filter(({ snapshot }) => snapshot !== null).length;
  return {
    place: place.number,
    levels: sessionEntities(index).flatMap((name, position) => {
      const table = index.entity(name)?.table;
      return table === undefined
        ? []
        : [{ table, columns: physicalColumns(index, table), snapshot: first + position }];
    }),
    references: [
      ...sessionReferences(index).map(({ association, role }) => ({
        place: places.find(({ modelId }) => modelId === association.id)?.number ?? -1,
        role,
      })),
      // Existing users with whom others are merged are signed out as well: their roles change.
      ...(place.sessionsOf.some((step) => step >= MERGED) && place.storage === 'table'
        ? [{ place: place.number, role: 'parent' as const }]
        : []),
    ],
  };
}

/** AutoNumbers of the levels that only targets have. */
function decideAutoNumbers(steps: readonly PlannedStep[], levels: readonly Level[]): DecidedAutoNumber[] {
  const found = new Map(
    steps.flatMap(({ analysis }) =>
      analysis.targetOnly.flatMap((level) =>
        level.attributes
          .filter(({ type }) => type === 'AutoNumber')
          .map((attribute) => [attribute.id, { level, attribute }] as const),
      ),
    ),
  );
  return [...found.values()].map(({ level, attribute }) => {
    const creations = levels.find(({ table }) => table === level.table)?.creations ?? [];
    const stepsWith = (kind: 'auto-number' | 'mapped'): number[] =>
      creations
        .filter(({ values }) =>
          values.some(({ column, value }) => column === attribute.column && value.kind === kind),
        )
        .map(({ step }) => step);
    return {
      attributeId: attribute.id,
      name: attribute.qualifiedName,
      table: level.table,
      column: attribute.column,
      sequence: attribute.sequence,
      start: attribute.sequenceStart ?? '1',
      countedFor: stepsWith('auto-number'),
      mappedFor: stepsWith('mapped'),
    };
  });
}

function otherSequences(index: DomainModelIndex, autoNumbers: readonly DecidedAutoNumber[]): string[] {
  const own = new Set(autoNumbers.map(({ sequence }) => sequence));
  return index.model.entities.flatMap(({ attributes }) =>
    attributes.flatMap(({ sequence }) => (sequence === null || own.has(sequence) ? [] : [sequence])),
  );
}

import type { Association } from '../../../shared/domain-model';
import type { SqlParameter } from '../../../shared/plan';
import { autoNumbersOf } from '../plan/auto-number';
import { autoNumberCounter, objectSequenceCounter } from '../plan/counter-name';
import { createdTables, runFingerprints } from '../plan/fingerprint';
import type { Place } from '../plan/place';
import { findSessionPlace, findSessionReferences, stepsAt } from '../plan/place';
import type { PlanContext } from '../plan/plan-context';
import { uniqueColumns } from '../plan/release';
import { physicalColumns, sessionReferencePlace } from '../plan/snapshot';
import { statementText } from '../plan/statement-text';
import { findTargetPlaces } from '../plan/target-place';

/** A table whose old rows are in the journal. */
export interface ManifestSnapshot {
  /** Quoted name of the copy. */
  copy: string;
  table: string;
  columns: string[];
  /** Links from user to user in the row itself: restored after all rows are back. */
  linkColumns: string[];
  kind: 'user' | 'session';
}

/** Where links are stored, with what the run did there. */
export interface ManifestLinks {
  /** Key in the journal's `reference` table; null where the run had nothing to remember. */
  place: number | null;
  name: string;
  storage: Association['storage'];
  table: string;
  parentColumn: string;
  childColumn: string;
  /** Steps whose links were re-pointed at this end. */
  moved: { parent: number[]; child: number[] };
  /** Steps whose links were removed at this end. */
  removed: { parent: number[]; child: number[] };
  /** New users may be linked at this end. */
  linksNewUsers: { parent: boolean; child: boolean };
  /** Links of sessions: removed with them, all of them to be restored. */
  ofSessions: boolean;
}

export type ManifestCounter =
  | { kind: 'object-sequence'; counter: string; entityId: string }
  | { kind: 'native-sequence'; counter: string; sequence: string }
  | { kind: 'metadata-sequence'; counter: string; attributeId: string };

/**
 * What undo has to know of a run, stored with it: undo reads the journal and no project file, and works
 * whatever became of the domain model's other parts.
 */
export interface Manifest {
  version: 1;
  userTable: string;
  steps: { index: number; source: string; target: string; keepOldUsers: boolean }[];
  /** Root first. */
  snapshots: ManifestSnapshot[];
  /** Root first. */
  createdTables: string[];
  uniqueColumns: { table: string; columns: string[] }[];
  links: ManifestLinks[];
  counters: ManifestCounter[];
  fingerprints: { subject: string; title: string; sql: string; parameters: SqlParameter[] }[];
}

/** The manifest of the run that this plan's context describes. */
export function buildManifest(context: PlanContext): Manifest {
  return {
    version: 1,
    userTable: context.index.chain(context.steps[0]?.source.name ?? '').at(-1)?.table ?? '',
    steps: context.steps.map((planned) => ({
      index: planned.index,
      source: planned.source.name,
      target: planned.target.name,
      keepOldUsers: planned.step.keepOldUsers,
    })),
    snapshots: context.snapshots.map((snapshot) => ({
      copy: snapshot.copy,
      table: snapshot.table,
      columns: physicalColumns(context, snapshot.table),
      linkColumns: snapshot.steps.length === 0 ? [] : userLinkColumns(context, snapshot.table),
      kind: snapshot.steps.length === 0 ? 'session' : 'user',
    })),
    createdTables: createdTables(context),
    uniqueColumns: createdTables(context)
      .map((table) => ({ table, columns: uniqueColumns(context, table) }))
      .filter(({ columns }) => columns.length > 0),
    links: [...linksOfUsers(context), ...linksOfSessions(context)],
    counters: counters(context),
    fingerprints: runFingerprints(context).map((fingerprint) => ({
      subject: fingerprint.subject,
      title: fingerprint.title,
      ...statementText(context.sql, (bind) => fingerprint.select(() => bind(context.runId))),
    })),
  };
}

function userLinkColumns(context: PlanContext, table: string): string[] {
  return context.places
    .filter((place) => place.association.storage === 'column' && place.association.table === table)
    .filter((place) => stepsAt(place.child).length > 0)
    .map((place) => place.association.childColumn);
}

function linksOfUsers(context: PlanContext): ManifestLinks[] {
  const sessionPlace = findSessionPlace(context.places);
  const targets = new Map(
    findTargetPlaces(context.index, context.steps).map((target) => [target.association, target]),
  );
  const placeOf = new Map(context.places.map((place) => [place.association, place]));
  return [...new Set([...placeOf.keys(), ...targets.keys()])].map((association) => {
    const place = placeOf.get(association);
    const target = targets.get(association);
    return {
      ...physical(association),
      place: place?.number ?? null,
      moved: place && place !== sessionPlace ? movedEnds(context, place) : { parent: [], child: [] },
      removed: place ? removedEnds(context, place, place === sessionPlace) : { parent: [], child: [] },
      linksNewUsers: {
        parent: (target?.parentSteps.length ?? 0) > 0,
        child: (target?.childSteps.length ?? 0) > 0,
      },
      ofSessions: false,
    };
  });
}

function movedEnds(context: PlanContext, place: Place): ManifestLinks['moved'] {
  return {
    parent:
      place.association.storage === 'column'
        ? []
        : place.parent.carried.filter((step) => context.removingSteps.includes(step)),
    child: place.child.carried.filter((step) => context.movingSteps.includes(step)),
  };
}

function removedEnds(context: PlanContext, place: Place, isSessionPlace: boolean): ManifestLinks['removed'] {
  const removing = (steps: number[]): number[] =>
    steps.filter((step) => context.removingSteps.includes(step));
  return {
    parent: removing(place.parent.left),
    child: removing(isSessionPlace ? stepsAt(place.child) : place.child.left),
  };
}

function linksOfSessions(context: PlanContext): ManifestLinks[] {
  if (context.removingSteps.length === 0 || !findSessionPlace(context.places)) return [];
  return findSessionReferences(context.index, context.places).map(({ association }, number) => ({
    ...physical(association),
    place: sessionReferencePlace(context, number),
    moved: { parent: [], child: [] },
    removed: { parent: [], child: [] },
    linksNewUsers: { parent: false, child: false },
    ofSessions: true,
  }));
}

function physical(
  association: Association,
): Pick<ManifestLinks, 'name' | 'storage' | 'table' | 'parentColumn' | 'childColumn'> {
  const { name, storage, table, parentColumn, childColumn } = association;
  return { name, storage, table, parentColumn, childColumn };
}

function counters(context: PlanContext): ManifestCounter[] {
  const targets = [...new Map(context.steps.map((planned) => [planned.target.id, planned.target])).values()];
  const numbers = new Map(
    context.steps.flatMap((planned) =>
      autoNumbersOf(planned).map(({ attribute }) => [attribute.id, attribute]),
    ),
  );
  return [
    ...targets.map((target): ManifestCounter => ({
      kind: 'object-sequence',
      counter: objectSequenceCounter(target.id),
      entityId: target.id,
    })),
    ...[...numbers.values()].map((attribute): ManifestCounter => {
      const counter = autoNumberCounter(attribute.id);
      return attribute.sequence !== null && context.sql.nextOfSequence(attribute.sequence) !== null
        ? { kind: 'native-sequence', counter, sequence: attribute.sequence }
        : { kind: 'metadata-sequence', counter, attributeId: attribute.id };
    }),
  ];
}

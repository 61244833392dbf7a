import type { Association } from '../../../shared/domain-model';
import { SYSTEM_SESSION } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { PlannedStep } from '../decide/planned-step';

/** What becomes of an association's end, by the steps whose users may stand there. */
export interface PlaceEnd {
  /** Indexes of steps whose new users may stand there too: links are carried over. */
  carried: number[];
  /** Indexes of steps whose new users may not: links are mapped or left behind. */
  left: number[];
}

/**
 * A place where links to moved users are stored: one association, table or column.
 * Found in the metadata, never from a list: whatever ends at System.User or a generalization of a source.
 */
export interface Place {
  /** Key of the place in the journal. */
  number: number;
  association: Association;
  parent: PlaceEnd;
  child: PlaceEnd;
  /** The link is a column of a row that moves itself (e.g. `system$owner` of a user). */
  onUserRow: boolean;
  /** Each object is linked at most once at its child end, so that a kept user's link cannot be copied. */
  childUnique: boolean;
}

/** All places, in the order of the model. */
export function findPlaces(index: DomainModelIndex, steps: PlannedStep[]): Place[] {
  const places: Place[] = [];
  for (const association of index.model.associations) {
    const parent = classifyEnd(index, association.parentEntity, steps);
    const child = classifyEnd(index, association.childEntity, steps);
    if (isEmpty(parent) && isEmpty(child)) continue;
    places.push({
      number: places.length,
      association,
      parent,
      child,
      onUserRow: association.storage === 'column' && !isEmpty(parent),
      childUnique: isChildUnique(index, association),
    });
  }
  return places;
}

function isEmpty(end: PlaceEnd): boolean {
  return end.carried.length === 0 && end.left.length === 0;
}

function classifyEnd(index: DomainModelIndex, entity: string, steps: PlannedStep[]): PlaceEnd {
  const touching = steps.filter((planned) => index.isOrSpecializes(planned.source.name, entity));
  const fits = (planned: PlannedStep): boolean => index.isOrSpecializes(planned.target.name, entity);
  return {
    carried: touching.filter(fits).map((planned) => planned.index),
    left: touching.filter((planned) => !fits(planned)).map((planned) => planned.index),
  };
}

function isChildUnique(index: DomainModelIndex, association: Association): boolean {
  if (association.multiplicity === '1-1') return true;
  const unique = index.table(association.table)?.uniqueIndexes ?? [];
  return unique.some((columns) => columns.length === 1 && columns[0] === association.childColumn);
}

/** Tables that hold rows of sessions: root first. */
export function sessionTables(index: DomainModelIndex): string[] {
  return [...[...index.chain(SYSTEM_SESSION)].reverse(), ...index.descendants(SYSTEM_SESSION)].map(
    (entity) => entity.table,
  );
}

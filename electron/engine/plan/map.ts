import type { Association } from '../../../shared/domain-model';
import { UserMigrationError } from '../../../shared/failure';
import type { Statement } from '../../../shared/plan';
import type { AssociationMapping } from '../../../shared/project';
import type { Place } from './place';
import type { PlanContext } from './plan-context';
import type { PlannedStep } from './planned-step';
import type { Bind } from './statement-text';

/** A mapped association with the place whose links it takes. */
export interface MappedAssociation {
  planned: PlannedStep;
  place: Place;
  target: Association;
}

/** The step's association mappings, resolved. @throws UserMigrationError `association-missing`. */
export function mappedAssociations(context: PlanContext, planned: PlannedStep): MappedAssociation[] {
  return planned.step.associations.map((mapping) => resolve(context, planned, mapping));
}

function resolve(context: PlanContext, planned: PlannedStep, mapping: AssociationMapping): MappedAssociation {
  const source = planned.analysis.sourceAssociations.find((s) => s.association.name === mapping.source);
  const target = planned.analysis.targetAssociations.find((t) => t.association.name === mapping.target);
  const place = context.places.find((candidate) => candidate.association === source?.association);
  if (place && target) return { planned, place, target: target.association };
  throw new UserMigrationError('refused', {
    code: 'association-missing',
    message: `The association ${place ? mapping.target : mapping.source} cannot be mapped in this database.`,
    cause: 'It is not in the domain model, or it does not belong to the source or target entity.',
    remedy: 'Remove the mapping or choose another association.',
  });
}

/**
 * The links that a mapping writes, read from the snapshot: both ends translated where both are moved users.
 * Answers `FROM ... WHERE ...` with the expressions of both ends.
 */
export function mappedLinks(
  context: PlanContext,
  { planned, place, target }: MappedAssociation,
  bind: Bind,
): { from: string; parent: string; child: string } {
  const step = String(planned.index);
  const parentIsUser = place.parent.left.includes(planned.index);
  const childIsUser = place.child.left.includes(planned.index);
  const join = (alias: string, oldId: string): string =>
    `LEFT JOIN ${context.movedUser} AS ${alias} ON ${alias}.run_id = ${bind(context.runId)} AND ${alias}.old_id = ${oldId}`;
  const others = context.steps
    .filter((other) => other !== planned && place.parent.left.includes(other.index))
    .filter((other) =>
      other.step.associations.some((m) => m.source === place.association.name && m.target === target.name),
    )
    .map((other) => other.index);
  // A link between users of two steps that both map it is written once, by the owner's step.
  const childCondition =
    others.length > 0
      ? `(c.step = ${step} AND (p.step IS NULL OR NOT ${context.inSteps('p', others)}))`
      : `c.step = ${step}`;
  const conditions = [
    ...(parentIsUser ? [`p.step = ${step}`] : []),
    ...(childIsUser ? [childCondition] : []),
  ];
  return {
    parent: 'COALESCE(p.new_id, r.parent_id)',
    child: 'COALESCE(c.new_id, r.child_id)',
    from: `${context.reference} AS r
${join('p', 'r.parent_id')}
${join('c', 'r.child_id')}
WHERE r.run_id = ${bind(context.runId)} AND r.place = ${String(place.number)} AND (${conditions.join(' OR ')})`,
  };
}

/** Writes the links of mapped associations to their target associations. */
export function mapStatements(context: PlanContext, planned: PlannedStep): Statement[] {
  return mappedAssociations(context, planned).map((mapped) => mapStatement(context, mapped));
}

function mapStatement(context: PlanContext, mapped: MappedAssociation): Statement {
  const { sql } = context;
  const { planned, place, target } = mapped;
  const head = {
    id: `map-${String(planned.index)}-${target.name}`,
    title: `Write ${place.association.name} to ${target.name}`,
    phase: 'map',
    step: planned.index,
    writes: target.table,
    weight: place.association.links ?? 1,
  } as const;
  if (target.storage === 'table') {
    return context.statement(head, (bind) => {
      const links = mappedLinks(context, mapped, bind);
      return `INSERT INTO ${sql.quote(target.table)} (${sql.quote(target.parentColumn)}, ${sql.quote(target.childColumn)})
SELECT ${links.parent}, ${links.child}
FROM ${links.from}`;
    });
  }
  return context.statement(head, (bind) => {
    const links = mappedLinks(context, mapped, bind);
    return sql.updateFrom({
      table: sql.quote(target.table),
      alias: 't',
      set: { [target.childColumn]: 'l.child_id' },
      from: `(SELECT ${links.parent} AS parent_id, ${links.child} AS child_id FROM ${links.from}) AS l`,
      where: 't.id = l.parent_id',
    });
  });
}

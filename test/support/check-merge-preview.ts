import { expect } from 'vitest';
import { checkProject } from '../../electron/engine/checks/check-project';
import type { Loss } from '../../electron/engine/checks/loss-checks';
import { previewMerges } from '../../electron/engine/checks/preview-merges';
import type { Database } from '../../electron/engine/connection/database';
import type { NameList } from '../../electron/engine/decide/decide-users';
import { readIdMap, readRun } from '../../electron/engine/journal/read-journal';
import { runTables } from '../../electron/engine/journal/run-tables';
import { compile, sql } from '../../electron/engine/sql/fragment';
import type { MergePair } from '../../shared/contract';
import type { DomainModelIndex } from '../../shared/domain-model-index';
import type { Project, Step } from '../../shared/project';
import { analyseStep } from '../../shared/step-analysis';
import { MendixContent } from './mendix-content';
import type { Snapshot } from './snapshot';

/** What the window and the check say of merges before a run. */
export interface MergeForecast {
  project: Project;
  names: NameList[];
  /** By step: every pair. */
  pairs: Map<number, MergePair[]>;
  losses: Loss[];
}

/** Asks for every pair of every step that merges. */
export async function forecastMerges(
  database: Database,
  index: DomainModelIndex,
  project: Project,
  names: NameList[],
): Promise<MergeForecast> {
  const pairs = new Map<number, MergePair[]>();
  for (const [position, step] of project.steps.entries()) {
    if (step.existing?.then !== 'merge') continue;
    const all: MergePair[] = [];
    for (;;) {
      const page = await previewMerges(database, index, project, position, names, all.length);
      all.push(...page.pairs);
      if (page.pairs.length === 0 || all.length >= page.count) break;
    }
    pairs.set(position, all);
  }
  const { losses } = await checkProject(database, index, project, { ignoreRunningApp: true, names });
  return { project, names, pairs, losses };
}

/**
 * Compares what was said with what a run did: whose values the existing users have, how many links were dropped, and
 * that the check had announced every one of them.
 */
export async function expectForecast(
  { project, pairs, losses }: MergeForecast,
  database: Database,
  index: DomainModelIndex,
  runId: string,
  before: Snapshot,
  after: Snapshot,
): Promise<void> {
  if (pairs.size === 0) return;
  const type = index.model.databaseType;
  const [was, is] = [new MendixContent(type, before), new MendixContent(type, after)];
  const announced = (step: number, subject: string): number =>
    losses
      .filter((loss) => loss.step === step && loss.subject === subject)
      .reduce((sum, { count }) => sum + count, 0);

  const merged = new Map<number, Map<string, string>>();
  for await (const { step, isMerged, oldId, newId } of readIdMap(database, runId, false)) {
    if (!isMerged) continue;
    const ids = merged.get(step) ?? new Map<string, string>();
    merged.set(step, ids.set(oldId, newId));
  }
  const dropped = await droppedLinks(database, runId);
  for (const [position, found] of pairs) {
    const step = project.steps[position];
    if (step === undefined) continue;
    expect(new Map(found.map(({ oldId, existingId }) => [oldId, existingId]))).toEqual(
      merged.get(position) ?? new Map(),
    );
    const lost = new Map<string, number>();
    const add = (subject: string): void => {
      lost.set(subject, (lost.get(subject) ?? 0) + 1);
    };
    for (const { existingId, values } of found) {
      for (const { attribute, old, existing, wins } of values) {
        if (wins === 'nobody') continue;
        const entity = index.declaringEntity(attribute);
        const column = index.attribute(attribute)?.column ?? '';
        const rowBefore = was.find(entity?.table ?? '', existingId);
        const rowAfter = is.find(entity?.table ?? '', existingId);
        const isChanged = rowBefore?.get(column) !== rowAfter?.get(column);
        expect({ attribute, isChanged }).toEqual({ attribute, isChanged: wins === 'old' });
        if (entity?.name === 'System.User') continue;
        if (wins === 'existing' && old !== null && !isConstant(step, attribute))
          add(sourceOf(step, attribute));
        if (wins === 'old' && existing !== null) add(attribute);
      }
    }
    for (const [subject, count] of lost) {
      expect({ subject, announced: announced(position, subject), count }).toSatisfy(
        (each: { announced: number; count: number }) => each.announced >= each.count,
      );
    }
    const unmapped = analyseStep(index, step).unmappedAssociations.map(({ association }) => association.name);
    for (const [name, byOldId] of dropped) {
      // Links of these are lost without a merge, and not in the journal as merged.
      if (unmapped.includes(name) && !step.keepOldUsers) continue;
      const mapping = step.associations.find(({ target }) => target === name);
      for (const { oldId, links } of found) {
        const forecast = links.find(({ association }) => association === name)?.lost ?? 0;
        expect({ name, oldId, lost: forecast }).toEqual({ name, oldId, lost: byOldId.get(oldId) ?? 0 });
      }
      const count = found.reduce((sum, { oldId }) => sum + (byOldId.get(oldId) ?? 0), 0);
      expect({ name, count, announced: announced(position, mapping?.source ?? name) }).toSatisfy(
        (each: { announced: number; count: number }) => each.announced >= each.count,
      );
    }
  }
}

function sourceOf(step: Step, target: string): string {
  const mapping = step.attributes.find((each) => each.target === target);
  return mapping !== undefined && 'source' in mapping ? mapping.source : target;
}

/** A constant that is not written is no value of a user. */
function isConstant(step: Step, target: string): boolean {
  return step.attributes.some((each) => each.target === target && 'value' in each);
}

/** By association: how many links of each old user the merge dropped, as the journal has it. */
async function droppedLinks(database: Database, runId: string): Promise<Map<string, Map<string, number>>> {
  const { decisions } = await readRun(database, runId);
  const { statements, type } = database.dialect;
  const tables = runTables(runId);
  const links = statements.journalTable(tables.mergedLink);
  const moved = statements.journalTable(tables.movedUser);
  const query = compile(
    sql`SELECT merged_link.place AS place, moved.old_id AS old_id, COUNT(*) AS lost FROM ${links} AS merged_link
JOIN ${moved} AS moved ON moved.new_id IN (merged_link.parent_id, merged_link.child_id)
WHERE merged_link.removed = 1 AND merged_link.is_lost = 1 GROUP BY merged_link.place, moved.old_id`,
    type,
  );
  const rows = await database.readOnly((ask) => ask(query.sql, query.parameters));
  const found = new Map<string, Map<string, number>>();
  for (const place of decisions?.places ?? []) {
    if (!decisions?.merge?.places.some((each) => each.place === place.number)) continue;
    const counts = found.get(place.name) ?? new Map<string, number>();
    found.set(place.name, counts);
    for (const row of rows.filter((each) => Number(each.place) === place.number)) {
      const oldId = String(row.old_id);
      counts.set(oldId, (counts.get(oldId) ?? 0) + Number(row.lost));
    }
  }
  return found;
}

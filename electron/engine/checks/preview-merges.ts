import { z } from 'zod';
import type { ComparedValue, MergeLinks, MergePair, MergesPreview } from '../../../shared/contract';
import type { Attribute } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { Project } from '../../../shared/project';
import { hasSensitiveName } from '../../../shared/sensitive-name';
import { ID, NUMBER, TEXT_OR_NULL } from '../connection/cells';
import type { Database } from '../connection/database';
import { decide } from '../decide/decide';
import type { NameList } from '../decide/decide-users';
import { USER_ROLES } from '../decide/decide-users';
import type { Creation, Level, MergedLevel } from '../decide/decisions';
import type { PlannedStep } from '../decide/planned-step';
import { PairContext } from '../plan/merge/pair-context';
import { idOf } from '../plan/reserve';
import type { Fragment } from '../sql/fragment';
import { column, int, name, objectId, sql } from '../sql/fragment';
import type { CheckContext } from './check-context';
import { existingPairs } from './existing-checks';
import { withUsers } from './preview-users';

/** Pairs on one page. */
const SHOWN = 5;
/** Characters of a value that are shown. */
const LENGTH = 80;
/** No decision that is shown depends on the time. */
const NOW = '2000-01-01 00:00:00';

/**
 * Users who will be merged, side by side with the existing ones, and what the merge does to each pair: asked with the
 * statements of the merge itself. Read-only.
 *
 * @param from pairs that come before, by the old names
 * @throws UserMigrationError of kind `refused` for what the step names and the model has not
 */
export async function previewMerges(
  database: Database,
  index: DomainModelIndex,
  project: Project,
  position: number,
  names: readonly NameList[],
  from: number,
): Promise<MergesPreview> {
  const step = project.steps[position];
  if (step?.existing?.then !== 'merge') return { count: 0, pairs: [] };
  // Other steps may be unfinished; this one is looked at as if it were alone.
  const alone = { ...project, steps: [step] };
  const lists = names.filter((list) => list.step === position).map((list) => ({ ...list, step: 0 }));
  return withUsers(database, index, alone, lists, async (context) => {
    const [planned] = context.steps;
    if (planned === undefined) return { count: 0, pairs: [] };
    const decisions = decide(index, alone, NOW, lists);
    const pairs = existingPairs(context, planned);
    const [counted] = await context.rows(COUNT, sql`SELECT COUNT(*) AS count FROM (${pairs}) AS pairs`);
    const rows = await context.rows(
      PAIR,
      sql`SELECT pairs.* FROM (${pairs}) AS pairs ORDER BY pairs.old_name, pairs.old_id LIMIT ${int(SHOWN)} OFFSET ${int(from)}`,
    );
    const found = distinct(rows);
    if (found.length > 0) {
      const { statements } = context;
      const merging = decisions.merge?.steps[0] ?? 0;
      const compared = new Comparison(
        context,
        planned,
        new PairContext(decisions, statements, merging, found),
        found,
      );
      await compared.read();
    }
    return { count: counted?.count ?? 0, pairs: found };
  });
}

const COUNT = z.object({ count: NUMBER });
const PAIR = z.object({ old_id: ID, old_name: TEXT_OR_NULL, existing_id: ID, existing_name: TEXT_OR_NULL });
const LINKS = z.object({ old_id: ID, moves: NUMBER, there: NUMBER, lost: NUMBER });
const LOST_LINKS = LINKS.pick({ old_id: true, lost: true });
const VALUE = z.object({ old_id: ID, old: TEXT_OR_NULL });
/** `old_0`, `existing_0`, `same_0`, `stays_0` of the first column, and so on. */
const VALUES = z.object({ old_id: ID }).catchall(z.union([TEXT_OR_NULL, z.number()]));
const ROLE = z.object({ old_id: ID, name: TEXT_OR_NULL });

/** Each user once: who matches several is an error of the check. */
function distinct(rows: readonly z.infer<typeof PAIR>[]): MergePair[] {
  const seen = new Set<string>();
  return rows.flatMap((row): MergePair[] => {
    const { old_id: oldId, existing_id: existingId } = row;
    if (seen.has(oldId) || seen.has(existingId)) return [];
    seen.add(oldId).add(existingId);
    const [oldName, existingName] = [row.old_name ?? '', row.existing_name ?? ''];
    return [{ oldId, oldName, existingId, existingName, values: [], roles: [], links: [] }];
  });
}

/** Reads what becomes of pairs, and notes it in them. */
class Comparison {
  private readonly byOldId: Map<string, MergePair>;

  constructor(
    private readonly context: CheckContext,
    private readonly planned: PlannedStep,
    private readonly pairs: PairContext,
    found: readonly MergePair[],
  ) {
    this.byOldId = new Map(found.map((pair) => [pair.oldId, pair]));
  }

  async read(): Promise<void> {
    const { decisions } = this.pairs;
    for (const merged of [...(decisions.merge?.levels ?? [])].reverse()) {
      const level = decisions.levels.find(({ table }) => table === merged.table);
      const creation = level?.creations.find((each) => each.step === this.planned.index);
      if (level !== undefined && creation !== undefined) await this.values(level, creation, merged);
    }
    if (!this.planned.step.keepOldUsers) await this.unmappedValues();
    for (const links of this.pairs.links()) {
      const { name } = links.place;
      for (const [pair, row] of await this.rows(LINKS, this.pairs.countLinks(links))) {
        this.addLinks(pair, name, row.moves, row.there, row.lost);
      }
      if (name === USER_ROLES) await this.roles(links);
    }
    if (!this.planned.step.keepOldUsers) await this.unmappedLinks();
  }

  private async values(level: Level, creation: Creation, merged: MergedLevel): Promise<void> {
    const attributes = this.comparedAttributes(level, creation);
    if (attributes.length === 0) return;
    const columns = attributes.map(({ column, type }) => ({ column, isText: isText(type) }));
    for (const [pair, row] of await this.rows(VALUES, this.pairs.values(level, creation, merged, columns))) {
      for (const [number, attribute] of attributes.entries()) {
        const value = (of: string): string | null =>
          shownValue(attribute, TEXT_OR_NULL.parse(row[`${of}_${String(number)}`]));
        const is = (what: string): boolean => NUMBER.parse(row[`${what}_${String(number)}`]) === 1;
        const [old, existing] = [value('old'), value('existing')];
        if (old === null && existing === null) continue;
        const wins = is('same') ? 'same' : is('stays') ? 'existing' : 'old';
        // What System.User has of its own is carried over to new users only, and shown where it makes a difference.
        if (level.entity === SYSTEM_USER && wins === 'same') continue;
        this.addValue(pair, { attribute: attribute.qualifiedName, old, existing, wins });
      }
    }
  }

  /** Mapped and carried attributes; of System.User what decides who may sign in. */
  private comparedAttributes(level: Level, { values }: Creation): Attribute[] {
    const attributes = this.context.index.entity(level.entity)?.attributes ?? [];
    const mapped = new Set(this.planned.step.attributes.map(({ target }) => target));
    return attributes.filter(({ qualifiedName, column, type }) => {
      const isCarried = values.some((each) => each.column === column && each.value.kind === 'carried');
      if (level.entity === SYSTEM_USER) return isCarried && type === 'Boolean';
      return (isCarried || mapped.has(qualifiedName)) && type !== 'AutoNumber' && type !== 'Binary';
    });
  }

  private async unmappedValues(): Promise<void> {
    const { context, planned } = this;
    for (const attribute of planned.analysis.unmappedAttributes.filter(({ type }) => type !== 'Binary')) {
      const table = context.index.declaringEntity(attribute.qualifiedName)?.table;
      if (table === undefined) continue;
      const value = column('v', attribute.column);
      const rows = await this.rows(
        VALUE,
        sql`SELECT ${idOf('v')} AS old_id, ${context.statements.asText(value)} AS old FROM ${name(table)} AS v WHERE ${idOf('v')} IN (${this.oldIds()}) AND ${value} IS NOT NULL`,
      );
      for (const [pair, row] of rows) {
        const old = shownValue(attribute, row.old);
        if (old !== null)
          this.addValue(pair, { attribute: attribute.qualifiedName, old, existing: null, wins: 'nobody' });
      }
    }
  }

  private async unmappedLinks(): Promise<void> {
    for (const { association, role, bothEnds } of this.planned.analysis.unmappedAssociations) {
      const child = column('l', association.childColumn);
      const ends = { parent: column('l', association.parentColumn), child };
      for (const end of bothEnds ? (['parent', 'child'] as const) : [role]) {
        const rows = await this.rows(
          LOST_LINKS,
          sql`SELECT ${ends[end]} AS old_id, COUNT(*) AS lost FROM ${name(association.table)} AS l WHERE ${ends[end]} IN (${this.oldIds()}) AND ${child} IS NOT NULL GROUP BY ${ends[end]}`,
        );
        for (const [pair, row] of rows) this.addLinks(pair, association.name, 0, 0, row.lost);
      }
    }
  }

  private async roles(links: Parameters<PairContext['countLinks']>[0]): Promise<void> {
    const role = this.context.index.entity('System.UserRole');
    const roleName = role?.attributes.find((each) => each.name === 'Name')?.column;
    if (role === undefined || roleName === undefined) return;
    for (const [pair, row] of await this.rows(ROLE, this.pairs.namesOfAdded(links, role.table, roleName))) {
      pair.roles.push(row.name ?? '');
    }
  }

  private addValue(pair: MergePair, value: ComparedValue): void {
    pair.values.push(value);
  }

  /** An association such as System.owner is in many tables, and shown once. */
  private addLinks(pair: MergePair, association: string, moves: number, there: number, lost: number): void {
    const known = pair.links.find((each) => each.association === association);
    const links: MergeLinks = known ?? { association, moves: 0, there: 0, lost: 0 };
    if (known === undefined) pair.links.push(links);
    links.moves += moves;
    links.there += there;
    links.lost += lost;
  }

  private oldIds(): Fragment {
    return sql.join([...this.byOldId.keys()].map(objectId));
  }

  private async rows<T extends { old_id: string }>(
    type: z.ZodType<T>,
    query: Fragment,
  ): Promise<[MergePair, T][]> {
    const rows = await this.context.rows(type, query);
    return rows.flatMap((row): [MergePair, T][] => {
      const pair = this.byOldId.get(row.old_id);
      return pair === undefined ? [] : [[pair, row]];
    });
  }
}

function isText(type: Attribute['type']): boolean {
  return type === 'String' || type === 'Enumeration';
}

/** Null for no value; an empty text counts as none, as in Mendix. */
function shownValue({ name, type }: Attribute, text: string | null): string | null {
  if (text === null || text === '') return null;
  if (hasSensitiveName(name)) return '•••';
  if (type === 'Boolean') return text === '1' || text === 'true' ? 'true' : 'false';
  return Array.from(text).slice(0, LENGTH).join('');
}

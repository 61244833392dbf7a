import type { Column } from '../../../shared/domain-model';
import type { Finding } from '../../../shared/findings';
import { maximumLength } from '../../../shared/mapping/attribute-compatibility';
import type { Decisions } from '../decide/decisions';
import { levelOf } from '../decide/decisions';
import type { AttributePlace, MappedAttribute } from '../decide/resolve-mappings';
import { or, sql } from '../sql/fragment';
import { attempt } from './attempt';
import type { CheckContext } from './check-context';
import type { ConstantProblem, LengthLimits } from './column-limits';
import {
  constantProblemIn,
  isTooLong,
  lengthLimit,
  limitsOf,
  losesBlanks,
  losesDigits,
} from './column-limits';
import type { Sample } from './finding';
import { countOf, finding } from './finding';

/** What is written where, for a finding. */
interface Written {
  step: number;
  subject: string;
  column: Column;
  /** `3 values of Module.Entity/Attribute`; null where only the run can tell. */
  what: (sample: Sample) => string;
  /** Null where the database could not tell. */
  sample: Sample | null;
}

/**
 * Values that the column of the target does not take as they are. What decides is the columns, which somebody may have
 * altered: Mendix's metadata only say what Mendix takes itself.
 */
export async function checkLimits(context: CheckContext, mapping: MappedAttribute): Promise<Finding[]> {
  const { planned, target, from } = mapping;
  const column = columnOf(context, target);
  if (column === undefined) return [];
  const { index: step } = planned;
  const subject = target.attribute.qualifiedName;
  const declared = maximumLength(target.attribute);
  if (from.kind === 'constant') {
    const sample = { count: planned.users, examples: [] };
    const written = { step, subject, column, sample, what: () => 'The constant' };
    return constantFindings(written, target.attribute.type, from.value, declared);
  }
  const limits = limitsOf(column, columnOf(context, from.source)?.type, declared);
  if (limits === null) return [];
  const { attribute, entity } = from.source;
  const users = context.movedUsers(planned, entity);
  const value = users.column(attribute.column);
  // Another character set may write the same characters with more bytes.
  const stored = limits.bytes === null ? value : context.statements.collate(value, column.collation);
  const found: Finding[] = [];
  for (const [conditions, say] of [
    [isTooLong(stored, limits), tooLong(limits)],
    [losesBlanks(value, limits), blanksLost],
    [losesDigits(value, limits), digitsLost],
  ] as const) {
    if (conditions.length === 0) continue;
    const ask = (): Promise<Sample> =>
      context.sample(sql`SELECT ${users.id} AS example FROM ${users.from}
WHERE ${users.where} AND (${or(conditions)})`);
    // A number may be beyond all that can be compared.
    const sample = limits.isFloat ? await attempt(context.query, ask) : await ask();
    if (sample?.count === 0) continue;
    const what = ({ count }: Sample): string => `${countOf(count, 'value')} of ${attribute.qualifiedName}`;
    found.push(say({ step, subject, column, what, sample }));
  }
  return found;
}

/** Defaults that the domain model has for attributes of new levels, and the name of the new users' entity. */
export function checkDefaults(context: CheckContext, decisions: Decisions): Finding[] {
  return context.steps
    .filter(({ users }) => users > 0)
    .flatMap((planned) =>
      planned.targetChain.flatMap((level) => {
        const { creations } = levelOf(decisions, level.table);
        const values = creations.find(({ step }) => step === planned.index)?.values ?? [];
        return values.flatMap(({ column: columnName, value }): Finding[] => {
          const column = context.column(level, columnName);
          const attribute = level.attributes.find((each) => each.column === columnName);
          const subject = attribute?.qualifiedName ?? `${level.table}.${columnName}`;
          const isMapped = planned.step.attributes.some(({ target }) => target === subject);
          if (column === undefined || isMapped) return [];
          const sample = { count: planned.users, examples: [] };
          const written = { step: planned.index, subject, column, sample };
          if (value.kind === 'entity-name') {
            const what = (): string => `The name of the entity, ${planned.target.name},`;
            return constantFindings({ ...written, what }, 'String', planned.target.name, Infinity);
          }
          // The present time is cut to what the column keeps.
          if (value.kind !== 'constant' || value.type === 'DateTime') return [];
          return constantFindings(
            { ...written, what: () => 'The default' },
            value.type,
            value.text,
            Infinity,
          );
        });
      }),
    );
}

function columnOf(context: CheckContext, { attribute, entity }: AttributePlace): Column | undefined {
  return context.column(entity, attribute.column);
}

function constantFindings(
  written: Written,
  type: AttributePlace['attribute']['type'],
  text: string,
  declared: number,
): Finding[] {
  const length = Math.min(declared, written.column.maxLength ?? Infinity);
  const isLong = Array.from(text).length > declared;
  const problem = isLong ? 'too-long' : constantProblemIn(written.column, type, text);
  if (problem === null) return [];
  const bytes = Array.from(text).length > length ? null : written.column.maxBytes;
  const say: Record<ConstantProblem, (of: Written) => Finding> = {
    'too-long': tooLong({ characters: bytes === null ? length : null, bytes }),
    blanks: blanksLost,
    digits: digitsLost,
  };
  return [say[problem](written)];
}

function found(
  code: 'value-too-long' | 'character-not-storable' | 'digits-lost',
  { step, subject, column, what, sample }: Written,
  why: string,
  remedy: string,
): Finding {
  return finding({
    code,
    step,
    subject,
    ...(sample === null ? { severity: 'warning' } : { sample }),
    message:
      sample === null
        ? `Only the run can tell whether all values can be written as they are: the column of ${subject} is ${column.type}.`
        : `${what(sample)} cannot be written${why}.`,
    remedy,
  });
}

function tooLong(limits: LengthLimits): (written: Written) => Finding {
  return (written) =>
    found(
      'value-too-long',
      written,
      `: longer than ${lengthLimit(limits)}`,
      'Shorten the values in the app, make the target attribute longer, or map another attribute.',
    );
}

function blanksLost(written: Written): Finding {
  return found(
    'character-not-storable',
    written,
    ` as it is: the column of ${written.subject} is ${written.column.type} and loses blanks at the end`,
    'Make the column one of variable length, as Mendix does, or remove the blanks in the app.',
  );
}

function digitsLost(written: Written): Finding {
  return found(
    'digits-lost',
    written,
    ` as it is: the column of ${written.subject} is ${written.column.type}`,
    'Give the target attribute more digits in the app, or map another attribute.',
  );
}

import { SYSTEM_USER } from '../domain-model';
import type { Attribute } from '../domain-model';
import type { DomainModelIndex } from '../domain-model-index';
import type { Step } from '../project';
import type { UserAssociation } from '../step-analysis';
import { analyseStep } from '../step-analysis';
import { associationCompatibility } from './association-compatibility';
import { entityNeutralName } from './association-name';
import { attributeCompatibility } from './attribute-compatibility';
import { isEmailName, nameWords, normaliseName, synonymGroup } from './name-words';

/** A pair for the user to accept or not; never applied unasked. */
export interface Suggestion {
  source: string;
  target: string;
  /** `normalised`: the same name but for capitals and separators; `likely`: probably the same thing. */
  confidence: 'normalised' | 'likely';
  /** One sentence for the administrator. */
  reason: string;
}

/** What is compared: a name, and what it stands for. */
interface Candidate<T> {
  item: T;
  qualifiedName: string;
  name: string;
  words: string[];
}

interface Scored<T> {
  from: Candidate<T>;
  to: Candidate<T>;
  score: number;
  confidence: Suggestion['confidence'];
  reason: string;
}

/** Below this share of common words, names have nothing to do with each other (`FirstName`, `LastName`). */
const MIN_SIMILARITY = 0.6;
/** A word in more pairs of names than this (`Name`, in a large model) tells nothing, and would take long. */
const MAX_PAIRS_PER_WORD = 20_000;

/**
 * Suggestions for what the step's mappings leave open on both sides, best first, each attribute and
 * association at most once. Deterministic, and instant also for thousands of attributes.
 */
export function suggestMappings(
  index: DomainModelIndex,
  step: Pick<Step, 'source' | 'target' | 'attributes' | 'associations'>,
): { attributes: Suggestion[]; associations: Suggestion[] } {
  const analysis = analyseStep(index, step);
  const mappedTargets = new Set(step.attributes.map((mapping) => mapping.target));
  const mappedAssociations = new Set(step.associations.map((mapping) => mapping.target));
  const sourceOnly = new Set(analysis.sourceOnly.flatMap((entity) => entity.attributes));
  const freeSources = analysis.unmappedAttributes.filter((attribute) => sourceOnly.has(attribute));
  const freeTargets = analysis.targetOnly
    .flatMap((entity) => entity.attributes)
    .filter((attribute) => !mappedTargets.has(attribute.qualifiedName));
  const attributes = suggestAttributes(freeSources, freeTargets);
  return {
    attributes: [...attributes, ...suggestNameAsEmail(index, step, freeTargets, attributes)],
    associations: suggestAssociations(
      index,
      step,
      analysis.unmappedAssociations,
      analysis.targetAssociations.filter(({ association }) => !mappedAssociations.has(association.name)),
    ),
  };
}

function suggestAttributes(sources: Attribute[], targets: Attribute[]): Suggestion[] {
  const candidate = (item: Attribute): Candidate<Attribute> => ({
    item,
    qualifiedName: item.qualifiedName,
    name: item.name,
    words: nameWords(item.name),
  });
  return assign(
    comparable(sources.map(candidate), targets.map(candidate)).filter(
      ({ from, to }) => attributeCompatibility(from.item, to.item).status !== 'mismatch',
    ),
  );
}

function suggestAssociations(
  index: DomainModelIndex,
  step: Pick<Step, 'source' | 'target'>,
  sources: UserAssociation[],
  targets: UserAssociation[],
): Suggestion[] {
  const candidate = (item: UserAssociation): Candidate<UserAssociation> => ({
    item,
    qualifiedName: item.association.name,
    name: entityNeutralName(item),
    words: nameWords(entityNeutralName(item)),
  });
  const from = sources.map(candidate);
  const to = targets.map(candidate);
  return assign(
    [...comparable(from, to), ...onlyOnesBetween(from, to)].filter(
      (pair) => associationCompatibility(index, pair.from.item, pair.to.item, [step]).status !== 'mismatch',
    ),
  );
}

/** Administrators often sign users in by email address: then the user name is one. Offered only if nothing else is. */
function suggestNameAsEmail(
  index: DomainModelIndex,
  step: Pick<Step, 'attributes'>,
  targets: Attribute[],
  suggested: Suggestion[],
): Suggestion[] {
  const name = index.attribute(`${SYSTEM_USER}/Name`);
  const taken = new Set(suggested.map((suggestion) => suggestion.target));
  const target = [...targets]
    .sort(byQualifiedName)
    .find((attribute) => isEmailName(attribute.name) && !taken.has(attribute.qualifiedName));
  const isMapped = step.attributes.some(
    (mapping) => 'source' in mapping && mapping.source === name?.qualifiedName,
  );
  if (!name || !target || isMapped || attributeCompatibility(name, target).status === 'mismatch') return [];
  return [
    {
      source: name.qualifiedName,
      target: target.qualifiedName,
      confidence: 'likely',
      reason: 'User names are often email addresses; look at the values first.',
    },
  ];
}

/** Every pair of names that have something in common, with how much. */
function comparable<T>(sources: Candidate<T>[], targets: Candidate<T>[]): Scored<T>[] {
  return [
    ...pairsByKey(sources, targets, ({ name }) => [normaliseName(name)]).map(({ from, to }): Scored<T> => ({
      from,
      to,
      score: 2,
      confidence: 'normalised',
      reason: 'The same name apart from capitals and separators.',
    })),
    ...pairsByKey(sources, targets, ({ name }) => groupKey(name)).map(({ from, to }): Scored<T> => ({
      from,
      to,
      score: 1,
      confidence: 'likely',
      reason: `"${from.name}" and "${to.name}" usually mean the same.`,
    })),
    ...pairsByKey(sources, targets, ({ words }) => words).flatMap(({ from, to }): Scored<T>[] => {
      const score = similarity(from.words, to.words);
      return score < MIN_SIMILARITY
        ? []
        : [{ from, to, score, confidence: 'likely', reason: sharedWords(from.words, to.words) }];
    }),
  ];
}

/** The only association to an entity on either side is probably the same one. */
function onlyOnesBetween(
  sources: Candidate<UserAssociation>[],
  targets: Candidate<UserAssociation>[],
): Scored<UserAssociation>[] {
  const key = ({ item }: Candidate<UserAssociation>): string => `${item.role} ${item.otherEntity}`;
  const alone = (items: Candidate<UserAssociation>[]): Candidate<UserAssociation>[] => {
    const byKey = groupBy(items, (item) => [key(item)]);
    return items.filter((item) => byKey.get(key(item))?.length === 1);
  };
  return pairsByKey(alone(sources), alone(targets), (item) => [key(item)]).map(({ from, to }) => ({
    from,
    to,
    score: MIN_SIMILARITY,
    confidence: 'likely',
    reason: `The only association with ${from.item.otherEntity} on either side.`,
  }));
}

/** The best pairs that do not share an end: highest score first, ties by name. */
function assign<T>(pairs: Scored<T>[]): Suggestion[] {
  const usedSources = new Set<Candidate<T>>();
  const usedTargets = new Set<Candidate<T>>();
  return [...pairs].sort(bestFirst).flatMap(({ from, to, confidence, reason }): Suggestion[] => {
    if (usedSources.has(from) || usedTargets.has(to)) return [];
    usedSources.add(from);
    usedTargets.add(to);
    return [{ source: from.qualifiedName, target: to.qualifiedName, confidence, reason }];
  });
}

function bestFirst<T>(a: Scored<T>, b: Scored<T>): number {
  return b.score - a.score || byQualifiedName(a.from, b.from) || byQualifiedName(a.to, b.to);
}

function byQualifiedName(a: { qualifiedName: string }, b: { qualifiedName: string }): number {
  return a.qualifiedName < b.qualifiedName ? -1 : Number(a.qualifiedName > b.qualifiedName);
}

function pairsByKey<T>(
  sources: Candidate<T>[],
  targets: Candidate<T>[],
  keys: (candidate: Candidate<T>) => string[],
): { from: Candidate<T>; to: Candidate<T> }[] {
  const targetsByKey = groupBy(targets, keys);
  return [...groupBy(sources, keys)].flatMap(([key, fromKey]) => {
    const toKey = targetsByKey.get(key) ?? [];
    if (fromKey.length * toKey.length > MAX_PAIRS_PER_WORD) return [];
    return fromKey.flatMap((from) => toKey.map((to) => ({ from, to })));
  });
}

function groupBy<T>(items: T[], keys: (item: T) => string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keys(item)) {
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
  }
  return groups;
}

function groupKey(name: string): string[] {
  const group = synonymGroup(name);
  return group === null ? [] : [String(group)];
}

/** Share of words in common, from 0 to 1 (Dice's coefficient). */
function similarity(a: string[], b: string[]): number {
  const shared = a.filter((word) => b.includes(word)).length;
  return (2 * shared) / (a.length + b.length);
}

function sharedWords(a: string[], b: string[]): string {
  return `Both names have "${a.filter((word) => b.includes(word)).join('" and "')}".`;
}

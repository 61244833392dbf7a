import { SYSTEM_USER } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { Finding } from '../../../shared/findings';
import type { Project, Step } from '../../../shared/project';
import { orderSteps } from '../../../shared/step-order';
import { finding } from './finding';

/** What can be said of the project without asking for data: its steps and their entities. */
export function checkSteps(index: DomainModelIndex, project: Project): Finding[] {
  return [
    ...noSteps(project),
    ...project.steps.flatMap((step, position) => checkEntities(index, step, position)),
    ...duplicateSources(project),
    ...chainedSteps(project),
    ...reordered(index, project),
    ...domainModelChanged(index, project),
  ];
}

/** The step's entities exist and can be a pair: only then its data can be looked at. */
export function isPossibleStep(index: DomainModelIndex, step: Step): boolean {
  return step.source !== step.target && index.isUserEntity(step.source) && index.isUserEntity(step.target);
}

function noSteps(project: Project): Finding[] {
  if (project.steps.length > 0) return [];
  return [
    finding({
      code: 'no-steps',
      subject: project.name,
      message: 'The project has no move.',
      remedy: 'Choose a source and a target entity.',
    }),
  ];
}

function checkEntities(index: DomainModelIndex, step: Step, position: number): Finding[] {
  const ends: [string, string][] = [
    ['source', step.source],
    ['target', step.target],
  ];
  const findings = ends.flatMap(([end, name]): Finding[] => {
    if (!index.entity(name)) return [entityMissing(end, name, position)];
    return index.isUserEntity(name) ? [] : [notAUserEntity(end, name, position)];
  });
  if (step.source !== step.target || findings.length > 0) return findings;
  return [
    finding({
      code: 'same-entity',
      step: position,
      subject: step.source,
      message: `Source and target are both ${step.source}.`,
      remedy: 'Choose another entity for one of them.',
    }),
  ];
}

function entityMissing(end: string, name: string, step: number): Finding {
  return finding({
    code: 'entity-missing',
    step,
    subject: name,
    message:
      name === '' ? `No ${end} entity is chosen.` : `The ${end} entity ${name} is not in this database.`,
    remedy:
      name === ''
        ? `Choose a ${end} entity.`
        : 'Choose an entity that this database has; start the app once if its module was added only now.',
  });
}

function notAUserEntity(end: string, name: string, step: number): Finding {
  return finding({
    code: 'not-a-user-entity',
    step,
    subject: name,
    message:
      name === SYSTEM_USER
        ? `${SYSTEM_USER} itself cannot be the ${end}.`
        : `The ${end} entity ${name} is not a specialization of ${SYSTEM_USER}.`,
    remedy: `Choose an entity that has ${SYSTEM_USER} as a generalization.`,
  });
}

function duplicateSources(project: Project): Finding[] {
  return project.steps.flatMap((step, position) => {
    const first = project.steps.findIndex((other) => other.source === step.source);
    if (first === position || step.source === '') return [];
    return [
      finding({
        code: 'duplicate-source-entity',
        step: position,
        subject: step.source,
        message: `Moves ${String(first + 1)} and ${String(position + 1)} have the same source, ${step.source}.`,
        remedy:
          'Remove one of the moves: a user can move to one entity only. Where some users move to one entity and others to another, make a project for each, choose its users, and run them one after the other.',
      }),
    ];
  });
}

function chainedSteps(project: Project): Finding[] {
  return project.steps.flatMap((step, position) => {
    const next = project.steps.findIndex(
      (other, at) => at !== position && other.source === step.target && step.target !== '',
    );
    if (next === -1) return [];
    return [
      finding({
        code: 'chained-steps',
        step: position,
        subject: step.target,
        message: `${step.target} is the target of move ${String(position + 1)} and the source of move ${String(next + 1)}: a user would move twice in one run.`,
        remedy:
          'Choose the final target for the first move, or make two projects and run them one after the other.',
      }),
    ];
  });
}

function reordered(index: DomainModelIndex, project: Project): Finding[] {
  const { note } = orderSteps(index, project.steps);
  if (note === null) return [];
  return [
    finding({
      code: 'steps-reordered',
      subject: project.name,
      message: note,
      remedy: 'Nothing needs to be done.',
    }),
  ];
}

function domainModelChanged(index: DomainModelIndex, project: Project): Finding[] {
  if (project.domainModel === undefined || project.domainModel === index.model.fingerprint) return [];
  return [
    finding({
      code: 'domain-model-changed',
      subject: project.name,
      message: 'The mapping was made for another domain model: entities, attributes or associations differ.',
      remedy: 'Go through the mappings once more and save the project.',
    }),
  ];
}

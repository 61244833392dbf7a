import { describe, expect, it } from 'vitest';
import type { Project } from '../../shared/project';
import { exampleIndex } from '../testing/example-model';
import { findDrift } from './drift';
import { newStep } from './step-edits';

const index = exampleIndex();
const project: Project = {
  formatVersion: 1,
  name: 'p',
  domainModel: 'f1',
  steps: [newStep(index, 'Administration.Account', 'Sap.SapUser')],
};

describe('drift', () => {
  it('is none for the domain model that the mapping was made for', () => {
    expect(findDrift(index, project)).toEqual({ kind: 'none' });
  });

  it('is a change where all that is named is still there', () => {
    expect(findDrift(index, { ...project, domainModel: 'older' })).toEqual({ kind: 'changed' });
  });

  it('is broken where something named is missing, and names it', () => {
    const step = { ...project.steps[0]!, attributes: [{ value: '', target: 'Sap.SapUser/Gone' }] };
    expect(findDrift(index, { ...project, steps: [step] })).toEqual({
      kind: 'broken',
      missing: ['Sap.SapUser/Gone'],
    });
  });
});

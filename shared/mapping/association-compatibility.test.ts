import { describe, expect, it } from 'vitest';
import { modelIndex } from '../../test/support/model-builder';
import type { AssociationDraft } from '../../test/support/model-builder';
import type { Step } from '../project';
import { analyseStep } from '../step-analysis';
import { associationCompatibility } from './association-compatibility';
import type { AssociationCompatibility } from './association-compatibility';

const step = { source: 'Old.Account', target: 'New.SapUser' };

function compare(
  source: Omit<AssociationDraft, 'name'>,
  target: Omit<AssociationDraft, 'name'>,
  steps: Pick<Step, 'source' | 'target'>[] = [step],
): AssociationCompatibility {
  const index = modelIndex(
    [
      { name: 'Old.Account', generalization: 'System.User' },
      { name: 'New.SapUser', generalization: 'System.User' },
      { name: 'Other.Person', generalization: 'System.User' },
      { name: 'App.Company' },
      { name: 'App.Branch', generalization: 'App.Company' },
    ],
    [
      { name: 'Old.Source', ...source },
      { name: 'New.Target', ...target },
    ],
  );
  const analysis = analyseStep(index, { ...step, attributes: [], associations: [] });
  const [from] = analysis.sourceAssociations;
  const [to] = analysis.targetAssociations;
  if (!from || !to) throw new Error('no association');
  return associationCompatibility(index, from, to, steps);
}

const account = { parent: 'Old.Account', child: 'App.Company' };
const sapUser = { parent: 'New.SapUser', child: 'App.Company' };

describe('associationCompatibility', () => {
  it('takes the links of an association of the same form, whatever its storage', () => {
    expect(compare({ ...account, storage: 'column' }, sapUser)).toEqual({
      status: 'equal',
      mismatch: null,
      reason: 'Both link to App.Company.',
    });
  });

  it('wants the same multiplicity', () => {
    expect(compare({ ...account, multiplicity: '*-*' }, sapUser)).toMatchObject({
      status: 'mismatch',
      mismatch: 'multiplicity-mismatch',
      reason: 'One is *-*, the other is 1-*.',
    });
    expect(
      compare({ ...account, multiplicity: 'unknown' }, { ...sapUser, multiplicity: 'unknown' }).status,
    ).toBe('equal');
  });

  it('wants the same owner', () => {
    expect(compare({ parent: 'App.Company', child: 'Old.Account' }, sapUser).mismatch).toBe('role-mismatch');
  });

  it('wants the same other end, or leaves the decision to the data', () => {
    const toBranch = { parent: 'New.SapUser', child: 'App.Branch' };
    expect(compare(account, toBranch).status).toBe('narrowing');
    expect(compare({ parent: 'Old.Account', child: 'App.Branch' }, sapUser).status).toBe('equal');
    expect(compare(account, { parent: 'New.SapUser', child: 'Other.Person' }).mismatch).toBe(
      'other-end-mismatch',
    );
  });

  it('counts users at the other end as what they will be', () => {
    const managers = { parent: 'Old.Account', child: 'Old.Account' };
    expect(compare(managers, { parent: 'New.SapUser', child: 'New.SapUser' }).status).toBe('equal');
    expect(compare(managers, { parent: 'New.SapUser', child: 'Old.Account' }).mismatch).toBe(
      'other-end-mismatch',
    );
    const toPerson = { parent: 'Old.Account', child: 'Other.Person' };
    const toSapUser = { parent: 'New.SapUser', child: 'New.SapUser' };
    expect(compare(toPerson, toSapUser).mismatch).toBe('other-end-mismatch');
    expect(
      compare(toPerson, toSapUser, [step, { source: 'Other.Person', target: 'New.SapUser' }]).status,
    ).toBe('equal');
  });
});

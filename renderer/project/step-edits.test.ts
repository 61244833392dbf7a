import { describe, expect, it } from 'vitest';
import { exampleIndex } from '../testing/example-model';
import {
  newStep,
  withAcceptedLoss,
  withAcceptedLosses,
  withAttribute,
  withMappingsByName,
  withoutAttribute,
} from './step-edits';

const SOURCE = 'Administration.Account';
const TARGET = 'Sap.SapUser';

describe('edits of a step', () => {
  const index = exampleIndex();

  it('maps a new step according to names', () => {
    expect(newStep(index, SOURCE, TARGET).attributes).toEqual([
      { source: `${SOURCE}/Email`, target: `${TARGET}/Email` },
      { source: `${SOURCE}/FullName`, target: `${TARGET}/FullName` },
    ]);
  });

  it('writes a target once: the later mapping replaces the earlier', () => {
    const step = withAttribute(newStep(index, SOURCE, TARGET), {
      source: 'System.User/Name',
      target: `${TARGET}/Email`,
    });
    expect(step.attributes.filter(({ target }) => target === `${TARGET}/Email`)).toEqual([
      { source: 'System.User/Name', target: `${TARGET}/Email` },
    ]);
  });

  it('keeps what was mapped by hand when it maps according to names again', () => {
    const byHand = withAttribute(newStep(index, SOURCE, TARGET), { value: 'SAP', target: `${TARGET}/Email` });
    const removed = withoutAttribute(byHand, `${TARGET}/FullName`);
    expect(withMappingsByName(index, removed).attributes).toEqual([
      { value: 'SAP', target: `${TARGET}/Email` },
      { source: `${SOURCE}/FullName`, target: `${TARGET}/FullName` },
    ]);
  });

  it('takes an accepted loss back', () => {
    const step = withAcceptedLoss(newStep(index, SOURCE, TARGET), `${SOURCE}/IsLocalUser`, true);
    expect(step.acceptLoss).toEqual([`${SOURCE}/IsLocalUser`]);
    expect(withAcceptedLoss(step, `${SOURCE}/IsLocalUser`, false).acceptLoss).toEqual([]);
  });

  it('takes several losses at once, each once, and leaves other steps alone', () => {
    const step = withAcceptedLoss(newStep(index, SOURCE, TARGET), `${SOURCE}/IsLocalUser`, true);
    const other = newStep(index, SOURCE, TARGET);
    const [first, second] = withAcceptedLosses(
      [step, other],
      [
        { step: 0, subject: `${SOURCE}/IsLocalUser` },
        { step: 0, subject: `${SOURCE}/Email` },
      ],
    );
    expect(first?.acceptLoss).toEqual([`${SOURCE}/IsLocalUser`, `${SOURCE}/Email`]);
    expect(second).toBe(other);
  });
});

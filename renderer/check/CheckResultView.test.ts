import { flushPromises, mount } from '@vue/test-utils';
import type { VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Request, Response } from '../../shared/contract';
import type { Finding } from '../../shared/findings';
import { useProject } from '../project/project';
import { newStep } from '../project/step-edits';
import { connectExample } from '../testing/connect-example';
import { exampleIndex } from '../testing/example-model';
import { openQuestion } from '../ui/confirm';
import type { Choice } from '../ui/confirm';
import CheckResultView from './CheckResultView.vue';
import { useCheck } from './check';

const SOURCE = 'Administration.Account';
const LOST = [`${SOURCE}/IsLocalUser`, `${SOURCE}/Email`];

function loss(subject: string, accepted: boolean): Finding {
  return {
    code: 'data-loss',
    severity: accepted ? 'warning' : 'error',
    step: 0,
    subject,
    count: 30,
    examples: [],
    message: `30 values of ${subject} will be lost.`,
    remedy: 'Map it, or accept the loss.',
  };
}

/** A check that finds losses for as long as the project does not accept them. */
function checkLosses({ project }: Request<'check.run'>): { ok: true; value: Response<'check.run'> } {
  const findings = LOST.map((subject) =>
    loss(subject, project.steps[0]?.acceptLoss.includes(subject) === true),
  );
  const ok = findings.every(({ severity }) => severity !== 'error');
  return { ok: true, value: { ok, findings, checks: [], report: {} as Response<'check.run'>['report'] } };
}

async function mountChecked(): Promise<VueWrapper> {
  const index = exampleIndex();
  const project = useProject();
  project.addSteps([{ ...newStep(index, SOURCE, 'Sap.SapUser'), attributes: [] }], 0, 'f1');
  const check = useCheck();
  await check.run();
  const view = mount(CheckResultView, {
    props: { index, project: project.project, onCheck: () => void check.run() },
  });
  return view as VueWrapper;
}

async function answer(view: VueWrapper, choice: Choice): Promise<void> {
  const button = view.findAll('button').find((each) => each.text().startsWith('Accept 2 losses'));
  await button?.trigger('click');
  expect(openQuestion.value?.detail).toBe(
    LOST.map((subject) => `Move 1: 30 values of ${subject} will be lost.`).join('\n'),
  );
  openQuestion.value?.answer(choice);
  await flushPromises();
}

describe('losses that a check found', () => {
  beforeEach(async () => {
    setActivePinia(createPinia());
    await connectExample({ 'check.run': checkLosses });
  });

  it('are accepted where they are shown, all at once, and checked again', async () => {
    const view = await mountChecked();
    await answer(view, 'confirmed');
    expect(useProject().project.steps[0]?.acceptLoss).toEqual(LOST);
    expect(useCheck().checked?.ok).toBe(true);
    expect(view.text()).not.toContain('Accept 2 losses');
  });

  it('stay errors when the question is not confirmed', async () => {
    const view = await mountChecked();
    await answer(view, 'cancelled');
    expect(useProject().project.steps[0]?.acceptLoss).toEqual([]);
    expect(useCheck().checked?.ok).toBe(false);
  });

  it('are taken back by one undo', async () => {
    const view = await mountChecked();
    await answer(view, 'confirmed');
    useProject().undo();
    expect(useProject().project.steps[0]?.acceptLoss).toEqual([]);
  });
});

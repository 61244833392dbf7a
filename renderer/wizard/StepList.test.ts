import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { setBridge } from '../bridge/call';
import { useConnection } from '../connect/connection';
import { useProject } from '../project/project';
import { newStep, withAttribute } from '../project/step-edits';
import { EXAMPLE_INFO, exampleIndex, exampleModel } from '../testing/example-model';
import { FakeBridge } from '../testing/fake-bridge';
import StepList from './StepList.vue';

describe('list of steps', () => {
  beforeEach(() => {
    setActivePinia(createPinia());
    setBridge(
      new FakeBridge({
        'connection.open': () => ({ ok: true, value: { info: EXAMPLE_INFO, model: exampleModel() } }),
      }),
    );
  });

  it('marks the step that names what the connected database does not have', async () => {
    const step = newStep(exampleIndex(), 'Administration.Account', 'Sap.SapUser');
    const gone = withAttribute(step, { value: 'x', target: 'Sap.SapUser/Removed' });
    useProject().addSteps([step, gone], 0, 'f1');
    const list = mount(StepList);
    expect(list.findAll('.badge-error')).toHaveLength(0);

    await useConnection().connect({ connection: { type: 'sample' }, secrets: {} }, 'none');
    await list.vm.$nextTick();
    expect(list.findAll('.badge-error').map((badge) => badge.text())).toEqual(['1 name missing']);
    expect(list.findAll('li')[1]?.find('.badge-error').attributes('title')).toBe('Sap.SapUser/Removed');
  });
});

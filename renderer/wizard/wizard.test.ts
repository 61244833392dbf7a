import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { setBridge } from '../bridge/call';
import { useConnection } from '../connect/connection';
import { useProject } from '../project/project';
import { newStep } from '../project/step-edits';
import { EXAMPLE_INFO, exampleIndex, exampleModel } from '../testing/example-model';
import { FakeBridge } from '../testing/fake-bridge';
import { useWizard } from './wizard';

const index = exampleIndex();
const step = newStep(index, 'Administration.Account', 'Sap.SapUser');

async function connect(): Promise<void> {
  await useConnection().connect({ connection: { type: 'sample' }, secrets: {} }, 'none');
}

describe('wizard', () => {
  beforeEach(() => {
    sessionStorage.clear();
    setActivePinia(createPinia());
    setBridge(
      new FakeBridge({
        'connection.open': () => ({ ok: true, value: { info: EXAMPLE_INFO, model: exampleModel() } }),
        'connection.close': () => ({ ok: true, value: null }),
        'model.reload': () => ({ ok: true, value: exampleModel() }),
      }),
    );
  });

  it('says what a screen needs instead of showing it half', async () => {
    const wizard = useWizard();
    wizard.go('attributes');
    expect(wizard.view).toEqual({ kind: 'blocked', screen: 'attributes', needs: 'connection' });
    await connect();
    expect(wizard.view).toEqual({ kind: 'blocked', screen: 'attributes', needs: 'steps' });
  });

  it('loses nothing on the way back and when the connection is closed and opened', async () => {
    const wizard = useWizard();
    const project = useProject();
    await connect();
    project.addSteps([step], 0, 'f1');
    wizard.select(0, 'attributes');
    wizard.back();
    wizard.back();
    expect(wizard.screen).toBe('connect');
    await useConnection().close();
    await connect();
    wizard.next();
    wizard.next();
    expect(wizard.view).toMatchObject({ kind: 'attributes', position: 0 });
    expect(project.project.steps).toEqual([step]);
  });

  it('is where it was after a reload of the window, with the connection that is still open', async () => {
    await connect();
    useProject().addSteps([step], 0, 'f1');
    useWizard().select(0, 'options');
    await Promise.resolve();

    setActivePinia(createPinia());
    const connection = useConnection();
    await connection.resume();
    useProject().replace({ formatVersion: 1, name: 'p', steps: [step] }, null, false);
    expect(connection.open?.info.database).toBe('app');
    expect(useWizard().view).toMatchObject({ kind: 'options', position: 0 });
  });

  it('does not point at a step that undo took away', async () => {
    await connect();
    const project = useProject();
    project.addSteps([step], 0, 'f1');
    useWizard().select(0, 'attributes');
    project.undo();
    expect(useWizard().selected).toBeNull();
    project.redo();
    expect(useWizard().selected).toBe(0);
  });
});

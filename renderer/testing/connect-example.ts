import { setBridge } from '../bridge/call';
import { useConnection } from '../connect/connection';
import { EXAMPLE_INFO, exampleModel } from './example-model';
import { FakeBridge } from './fake-bridge';

/** A bridge whose services are connected to the example; needs an active Pinia. */
export async function connectExample(handlers: FakeBridge['handlers'] = {}): Promise<FakeBridge> {
  const bridge = new FakeBridge({
    'connection.open': () => ({ ok: true, value: { info: EXAMPLE_INFO, model: exampleModel() } }),
    ...handlers,
  });
  setBridge(bridge);
  await useConnection().connect({ connection: { type: 'sample' }, secrets: {} }, 'none');
  return bridge;
}

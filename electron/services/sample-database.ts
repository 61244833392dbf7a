import type { ConnectionSecrets, SampleConnection, ServerConnection } from '../../shared/connection';
import type { Sample, SampleOptions } from '../engine/sample/start-sample';
import { unlessCancelled } from './unless-cancelled';
import type { WorkControl } from './unless-cancelled';

/** Starts a sample database of its own. See `engine/sample`, which is loaded here. */
export async function startSample(options: SampleOptions): Promise<Sample> {
  const engine = await import('../engine/sample/start-sample');
  return unlessCancelled(engine.startSample(options), options);
}

/** The built-in sample database: started when it is first asked for, the same one for as long as its server lives. */
export class SampleDatabase {
  private starting: Promise<Sample> | null = null;

  /**
   * @param wanted its number of users counts at the first start only: later, what was migrated stays in view
   * @param control follows and cancels a first start
   */
  async start(
    wanted: SampleConnection,
    control: WorkControl = {},
  ): Promise<{ connection: ServerConnection; secrets: ConnectionSecrets }> {
    const started = await this.starting?.catch(() => null);
    if (started?.hasEnded() === true) await this.stop();
    this.starting ??= startSample({
      ...control,
      ...(wanted.users !== undefined && { users: wanted.users }),
    });
    try {
      return await this.starting;
    } catch (error) {
      this.starting = null;
      throw error;
    }
  }

  async stop(): Promise<void> {
    const starting = this.starting;
    this.starting = null;
    // One that did not start has said so to whom asked for it.
    const sample = await starting?.catch(() => null);
    await sample?.stop();
  }
}

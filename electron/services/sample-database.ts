import type { ConnectionSecrets, SampleConnection, ServerConnection } from '../../shared/connection';
import type { Sample, SampleOptions } from '../engine/sample/start-sample';

/** Starts a sample database of its own. See `engine/sample`, which is loaded here. */
export async function startSample(options: SampleOptions): Promise<Sample> {
  return (await import('../engine/sample/start-sample')).startSample(options);
}

/** The built-in sample database: started when it is first asked for, the same one for as long as its server lives. */
export class SampleDatabase {
  private starting: Promise<Sample> | null = null;

  /** @param wanted its number of users counts at the first start only: later, what was migrated stays in view. */
  async start(
    wanted: SampleConnection,
  ): Promise<{ connection: ServerConnection; secrets: ConnectionSecrets }> {
    const started = await this.starting?.catch(() => null);
    if (started?.hasEnded() === true) await this.stop();
    this.starting ??= startSample(wanted.users === undefined ? {} : { users: wanted.users });
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

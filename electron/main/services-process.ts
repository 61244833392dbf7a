import { join } from 'node:path';
import { createBirpc } from 'birpc';
import type { BirpcReturn } from 'birpc';
import { utilityProcess } from 'electron';
import type { UtilityProcess } from 'electron';
import type { Answer } from '../../shared/contract';
import type { ServicesFunctions, ShellFunctions, WorkAtStake } from '../../shared/process-messages';

/** Built beside the main process. */
const PROGRAM = join(__dirname, '..', 'utility', 'index.js');

const NOT_REACHED: Answer<never> = {
  ok: false,
  failure: {
    code: 'program-not-reached',
    message: 'No answer came: the process behind the window ended.',
    cause: 'It ended unexpectedly. Help > Show Log says more.',
    remedy: 'Start it again. What was not committed is rolled back by the database server.',
  },
};

type Services = BirpcReturn<ServicesFunctions, ShellFunctions>;

interface Started {
  child: UtilityProcess;
  services: Services;
}

/**
 * The process in which the services work. It may end at any time: requests are then answered with
 * `program-not-reached`, and it can be started again.
 */
export class ServicesProcess {
  private started: Started | null = null;
  /** What the user chose stays granted to a process that is started again. */
  private readonly granted = new Set<string>();
  private readonly shell: ShellFunctions;

  /** @param onGone it ended unexpectedly, with this exit code */
  constructor(
    private readonly userDataDirectory: string,
    shell: Omit<ShellFunctions, 'pathGranted'>,
    private readonly onGone: (exitCode: number) => void,
  ) {
    this.shell = { ...shell, pathGranted: (path) => this.granted.add(path) };
    process.once('exit', () => this.started?.child.kill());
  }

  isStarted(): boolean {
    return this.started !== null;
  }

  /** Once the app is ready. Does nothing when it is there already. */
  start(): void {
    if (this.started !== null) return;
    const child = utilityProcess.fork(PROGRAM, [this.userDataDirectory], { serviceName: 'Services' });
    const services = createBirpc<ServicesFunctions, ShellFunctions>(this.shell, {
      post: (message) => {
        child.postMessage(message);
      },
      on: (listener) => {
        child.on('message', listener);
      },
      timeout: -1,
    });
    const started: Started = { child, services };
    this.started = started;
    child.once('exit', (code) => {
      const ended = this.started !== started;
      if (!ended) this.started = null;
      services.$close();
      if (!ended) this.onGone(code);
    });
    if (this.granted.size > 0) void services.grant.asEvent([...this.granted]);
  }

  /** Never throws. */
  async dispatch(channel: string, payload: unknown): Promise<Answer<unknown>> {
    return (await this.ask((services) => services.dispatch(channel, payload))) ?? NOT_REACHED;
  }

  async openProject(path: string): Promise<void> {
    await this.ask((services) => services.openProject(path));
  }

  async atStake(): Promise<WorkAtStake> {
    return (await this.ask((services) => services.atStake())) ?? { running: false, unsavedBackup: false };
  }

  async cancelRun(): Promise<void> {
    await this.ask((services) => services.cancelRun());
  }

  /** Rolls a run in progress back, closes the connections, stops the private servers, and ends the process. */
  async end(): Promise<void> {
    await this.cancelRun();
    await this.ask((services) => services.dispose());
    const child = this.started?.child;
    this.started = null;
    child?.kill();
  }

  /** Null where the process is not there, or ends before it answers. */
  private async ask<T>(question: (services: Services) => Promise<T>): Promise<T | null> {
    const { started } = this;
    if (started === null) return null;
    try {
      return await question(started.services);
    } catch (error) {
      if (this.started === started) throw error;
      return null;
    }
  }
}

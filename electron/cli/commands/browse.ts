import { startBrowser } from '../../browser/start-browser';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-code';
import { untilInterrupted } from '../interrupt';

/** The app in a browser on loopback, for a server without a screen. */
export async function browse({ output }: CommandContext, options: { port?: number }): Promise<number> {
  const interrupted = untilInterrupted();
  const browser = await startBrowser(options);
  try {
    output.result(
      `Open this address once, in one browser; it runs until you press Ctrl-C.\nFrom another computer: ssh -L ${browser.port}:127.0.0.1:${browser.port} this-server\n\n  ${browser.url}\n`,
      { url: browser.url, port: browser.port },
    );
    await interrupted;
    output.note('Stopping.');
  } finally {
    await browser.stop();
  }
  return EXIT.done;
}

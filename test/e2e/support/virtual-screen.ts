import { spawn } from 'node:child_process';

/** A screen in memory for windows on a machine that has none. Answers the function that ends it. */
export async function startVirtualScreen(): Promise<() => void> {
  if (process.platform !== 'linux' || process.env.DISPLAY) return () => undefined;
  const server = spawn(
    'Xvfb',
    ['-displayfd', '1', '-noreset', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const display = await new Promise<string>((resolve, reject) => {
    server.stdout.once('data', (number: Buffer) => {
      resolve(`:${number.toString().trim()}`);
    });
    server.once('error', reject);
    server.once('close', () => {
      reject(new Error('Xvfb did not start.'));
    });
  });
  process.env.DISPLAY = display;
  return () => {
    server.kill();
  };
}

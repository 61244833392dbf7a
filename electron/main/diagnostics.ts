import { readFile } from 'node:fs/promises';
import { arch, platform, release } from 'node:os';
import { TOOL_VERSION } from '../services';

const LINES = 200;

/** Versions and the end of the log, which has no personal data and no secret: for a report of a defect. */
export async function diagnostics(logFile: string): Promise<string> {
  const { electron, chrome, node } = process.versions;
  const log = await readFile(logFile, 'utf8').catch(() => '');
  return [
    `User Migration ${TOOL_VERSION}`,
    `${platform()} ${release()} ${arch()}`,
    `Electron ${electron}, Chromium ${chrome}, Node.js ${node}`,
    '',
    ...log.trimEnd().split('\n').slice(-LINES),
    '',
  ].join('\n');
}

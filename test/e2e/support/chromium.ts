import { existsSync } from 'node:fs';
import type { LaunchOptions } from '@playwright/test';

const DEBIAN_CHROMIUM = '/usr/bin/chromium';

/** Debian's Chromium, or `USER_MIGRATION_CHROMIUM`; where neither is, the one that Playwright has installed. */
export function chromiumLaunchOptions(): LaunchOptions {
  const program = process.env.USER_MIGRATION_CHROMIUM ?? DEBIAN_CHROMIUM;
  return {
    ...(existsSync(program) ? { executablePath: program } : {}),
    args: sandboxFlags(),
  };
}

/** Chromium's sandbox refuses root, who works in many containers. */
function sandboxFlags(): string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

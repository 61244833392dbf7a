import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, test } from '../support/desktop-test';
import { startLoopbackServer } from '../support/loopback-server';
import { ROOT } from '../support/root';

interface Loaded {
  status: number;
  text: string;
}

/** Loads an address in a window of its own, as no page could, and answers what came. */
function load(app: ElectronApplication, url: string): Promise<Loaded> {
  return app.evaluate(async ({ BrowserWindow }, address) => {
    const window = new BrowserWindow({ show: false });
    let status = 0;
    window.webContents.on('did-navigate', (_event, _url, code) => {
      status = code;
    });
    try {
      await window.loadURL(address);
      const text: unknown = await window.webContents.executeJavaScript('document.documentElement.innerText');
      return { status, text: String(text) };
    } finally {
      window.destroy();
    }
  }, url);
}

test('app:// serves the interface and nothing beside it', async ({ app, wizard }) => {
  await wizard.isAt('connect');
  expect((await load(app, 'app://user-migration/index.html')).status).toBe(200);
  for (const url of [
    'app://user-migration/../../package.json',
    'app://user-migration/..%2f..%2fpackage.json',
    'app://user-migration/%2e%2e/%2e%2e/package.json',
    'app://user-migration/%2e%2e%2f%2e%2e%2fpackage.json',
    'app://user-migration/..%5c..%5cpackage.json',
    'app://user-migration/assets/..%2f..%2f..%2fpackage.json',
    'app://user-migration/..%2fmain%2findex.js',
    `app://user-migration/${encodeURIComponent(join(ROOT, 'package.json'))}`,
    'app://user-migration/%252e%252e/%252e%252e/package.json',
    'app://elsewhere/index.html',
  ]) {
    const { status, text } = await load(app, url);
    expect(status, url).toBe(404);
    expect(text, url).not.toContain('electron');
  }
});

test('what is not the window’s own page is not answered', async ({ app, wizard }) => {
  await wizard.isAt('connect');
  const asked = await app.evaluate(
    async ({ BrowserWindow }, preload) => {
      const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
      try {
        await window.loadURL('app://user-migration/');
        const answers: unknown = await window.webContents.executeJavaScript(
          `Promise.all(['app.info', 'connections.list'].map((channel) => userMigration.invoke(channel, null)))`,
        );
        return answers as { ok: boolean; failure?: { code: string } }[];
      } finally {
        window.destroy();
      }
    },
    join(ROOT, 'out', 'preload', 'index.cjs'),
  );
  expect(asked).toMatchObject([
    { ok: false, failure: { code: 'sender-not-trusted' } },
    { ok: false, failure: { code: 'sender-not-trusted' } },
  ]);

  const inFrame = await wizard.page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const bridge = typeof frame.contentWindow?.userMigration;
    frame.remove();
    return bridge;
  });
  expect(inFrame, 'a frame within the page has no bridge').toBe('undefined');
  const own = await wizard.page.evaluate(() => window.userMigration.invoke('app.info', null));
  expect(own.ok, 'the page itself is answered all the while').toBe(true);
});

test('the page leads nowhere and reaches nothing', async ({ app, problems, userData, wizard }) => {
  const { page } = wizard;
  const server = await startLoopbackServer();
  try {
    await wizard.isAt('connect');
    const denied = async (what: string): Promise<number> => {
      const log = await readFile(join(userData, 'logs', 'user-migration.log'), 'utf8').catch(() => '');
      return log.split(`${what} denied`).length - 1;
    };

    await page.evaluate((url) => {
      window.open(`${url}window-open`);
      window.open(`${url}window-open-features`, '_blank', 'width=100,nodeIntegration=1');
      const link = document.createElement('a');
      link.href = `${url}link`;
      link.target = '_blank';
      document.body.append(link);
      link.click();
      link.remove();
    }, server.url);
    await expect.poll(() => denied('window')).toBe(3);

    let navigations = 0;
    for (const navigate of ['href', 'replace', 'link'] as const) {
      await page.evaluate(
        ([url, how]) => {
          if (how === 'href') location.href = url;
          else if (how === 'replace') location.replace(url);
          else {
            const link = document.createElement('a');
            link.href = url;
            document.body.append(link);
            link.click();
            link.remove();
          }
        },
        [`${server.url}${navigate}`, navigate] as const,
      );
      navigations += 1;
      await expect.poll(() => denied('navigation')).toBe(navigations);
    }
    expect(problems).toEqual([]);

    await test.step('by the policy', async () => {
      const reached = await page.evaluate(async (url) => {
        const image = new Image();
        const loaded = new Promise((resolve) => {
          image.onload = () => {
            resolve(true);
          };
          image.onerror = () => {
            resolve(false);
          };
        });
        image.src = `${url}image`;
        const fetched = await fetch(`${url}fetch`, { mode: 'no-cors' }).then(
          () => true,
          () => false,
        );
        const socket = await new Promise((resolve) => {
          try {
            const opened = new WebSocket(url.replace('http', 'ws'));
            opened.onopen = () => {
              resolve(true);
            };
            opened.onerror = () => {
              resolve(false);
            };
          } catch {
            resolve(false);
          }
        });
        return { image: await loaded, fetched, socket };
      }, server.url);
      expect(reached).toEqual({ image: false, fetched: false, socket: false });
      expect(problems.filter((line) => !/Content Security Policy|CSP/.test(line))).toEqual([]);
      // Refused by the policy, which is what the page had to be made to do.
      problems.length = 0;
    });

    expect(page.url()).toBe('app://user-migration/');
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    expect(server.requests).toEqual([]);
    await fetch(`${server.url}control`);
    expect(server.requests, 'the server hears what reaches it').toEqual(['/control']);
  } finally {
    await server.stop();
  }
});

/**
 * What Electron 22, in which the desktop app is tested where no newer one can be had, lacks of the one it
 * is built for. Preloaded with `-r`.
 */
const diagnostics = require('node:diagnostics_channel');
const { join } = require('node:path');
const { app, safeStorage } = require('electron');

// The log is made by pino, which can be traced by channels of Node 20.
diagnostics.tracingChannel ??= () => ({
  hasSubscribers: false,
  traceSync: (work, _context, self, ...args) => work.apply(self, args),
});

app.on('session-created', (session) => session.setPreloads([join(__dirname, 'older-preload.cjs')]));

app.whenReady().then(() => {
  safeStorage.isAsyncEncryptionAvailable ??= async () => safeStorage.isEncryptionAvailable();
  safeStorage.encryptStringAsync ??= async (text) => safeStorage.encryptString(text);
  safeStorage.decryptStringAsync ??= async (encrypted) => ({
    result: safeStorage.decryptString(encrypted),
    shouldReEncrypt: false,
  });
  // Newer than Electron 22 on Linux; a keyring that encrypts is a real one there.
  safeStorage.getSelectedStorageBackend ??= () => 'unknown';
});

// Node 18.15
const files = require('node:fs/promises');
files.statfs ??= () => Promise.resolve({ bavail: 2 ** 40, bsize: 1 });

// Node 17.3
AbortSignal.prototype.throwIfAborted ??= function throwIfAborted() {
  if (this.aborted) throw new DOMException('This operation was aborted', 'AbortError');
};

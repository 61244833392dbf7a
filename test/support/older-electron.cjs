/**
 * What Electron 22, in which the desktop app is tested where no newer one can be had, lacks of the one it
 * is built for. Preloaded with `-r`.
 */
const { existsSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { app, safeStorage, utilityProcess } = require('electron');
require('./older-node.cjs');

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

// A utility process takes no `-r`: it begins with what it lacks. JavaScript's newer built-ins lie beside the other aid.
const { fork } = utilityProcess;
utilityProcess.fork = (program, args, options) =>
  fork(join(__dirname, 'older-utility.cjs'), [builtIns(), program, ...args], options);

function builtIns() {
  const files = Object.keys(require.cache).map((path) => join(dirname(path), 'builtins.js'));
  return files.find(existsSync) ?? '';
}

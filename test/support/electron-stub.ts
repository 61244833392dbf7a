/**
 * What `electron` is in tests that run in plain Node: an import that was forgotten to be replaced fails
 * with this sentence instead of starting a download of Electron.
 */
throw new Error('electron is not available here: only electron/main and electron/preload may import it');

export {};

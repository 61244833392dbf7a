/** What the Node of an older Electron lacks of the one that the program is built for. */
const { webcrypto } = require('node:crypto');
const diagnostics = require('node:diagnostics_channel');
const files = require('node:fs/promises');
const os = require('node:os');

globalThis.crypto ??= webcrypto;

// The log is made by pino, which can be traced by channels of Node 20.
diagnostics.tracingChannel ??= () => ({
  hasSubscribers: false,
  traceSync: (work, _context, self, ...args) => work.apply(self, args),
});

// Node 18.15
files.statfs ??= () => Promise.resolve({ bavail: 2 ** 40, bsize: 1 });

// Node 18.14
os.availableParallelism ??= () => os.cpus().length;

// Node 17.3
AbortSignal.prototype.throwIfAborted ??= function throwIfAborted() {
  if (this.aborted) throw new DOMException('This operation was aborted', 'AbortError');
};

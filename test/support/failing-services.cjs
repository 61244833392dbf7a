/**
 * Lets a test make the desktop app's services fail as a defect in them would. Preloaded with `-r` into the main
 * process: the services' process begins with failing-utility.cjs, and a test reaches it by `globalThis.failServices`.
 */
const { join } = require('node:path');
const { utilityProcess } = require('electron');

const { fork } = utilityProcess;
utilityProcess.fork = (program, args, options) => {
  const child = fork(join(__dirname, 'failing-utility.cjs'), [program, ...args], options);
  globalThis.failServices = (how) => child.postMessage({ failAs: how });
  return child;
};

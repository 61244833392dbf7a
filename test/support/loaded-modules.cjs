/** `node --require`: writes which modules a program had loaded when it ended, a path per line. */
const { writeFileSync } = require('node:fs');

process.on('exit', () => {
  writeFileSync(process.env.LOADED_MODULES, Object.keys(require.cache).join('\n'));
});

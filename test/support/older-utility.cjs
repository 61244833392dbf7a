/** Entry of a utility process in an older Electron: takes what it lacks, then the program itself. */
const [, , builtIns, program] = process.argv;
process.argv.splice(1, 3, program);
if (builtIns !== '') require(builtIns);
require('./older-node.cjs');
require(program);

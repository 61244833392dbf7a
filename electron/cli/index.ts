import { outliveReaders } from './outlive-readers';
import { runCommandLine } from './run-command-line';

const args = process.argv.slice(2);
const afterOutput = outliveReaders(process);

void runCommandLine(args)
  .then((exitCode) => afterOutput(exitCode, args))
  .then((exitCode) => {
    process.exitCode = exitCode;
  });

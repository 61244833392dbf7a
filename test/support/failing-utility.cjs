/** Entry of a utility process that is the program itself, and fails when it is told to. */
const [, , program] = process.argv;
process.argv.splice(1, 2, program);

process.parentPort.on('message', ({ data }) => {
  const defect = () => new Error(`a defect in the services: ${data.failAs}`);
  if (data.failAs === 'uncaught exception') {
    setImmediate(() => {
      throw defect();
    });
  } else if (data.failAs === 'unhandled rejection') void Promise.reject(defect());
});
require(program);

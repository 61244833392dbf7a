/** What pages lack in Electron 22: it has the path of a dropped file in the file itself. */
require('electron').webUtils ??= { getPathForFile: ({ path }) => path };

/** What a window needs at once. The use cases themselves are in `create-services`. */
export type { Services, ServicesPage } from './create-services';
export type { Log } from './log/log';
export { logFileIn, openLog } from './log/log';
export { pageFile } from './page/page-file';
export { pageHeaders } from './page/page-headers';
export type { ShellEnvironment } from './shell-environment';
export { PROJECT_ENDING } from './storage/project-files';
export type { SecretVault } from './storage/secret-vault';
export { TOOL_VERSION } from './tool-version';
export { userDataDirectory } from './user-data-directory';
export { writeExport } from './write-export';

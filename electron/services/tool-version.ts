import { version } from '../../package.json';

/** Version of this program, as reports and the journal record it. */
export const TOOL_VERSION = version;

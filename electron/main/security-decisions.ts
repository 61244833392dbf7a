/** Every security decision of the desktop app as a pure function; `secure-contents.ts` and `ipc.ts` carry them out. */

/** The interface's own origin. A standard, secure scheme: pages of it have storage, modules and a real origin. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'user-migration';
export const APP_URL = `${APP_SCHEME}://${APP_HOST}/`;

/** Where links may lead outside of the program. */
const DOCUMENTATION_HOST = 'docs.mendix.com';

/**
 * Is this an address of our own interface?
 * @param developmentUrl of the development server, null in a built program
 */
export function isOwnUrl(url: string, developmentUrl: string | null): boolean {
  const parsed = parse(url);
  if (parsed === null) return false;
  if (parsed.username !== '' || parsed.password !== '') return false;
  if (parsed.protocol === `${APP_SCHEME}:`) return parsed.host === APP_HOST;
  return developmentUrl !== null && parsed.origin === parse(developmentUrl)?.origin;
}

/** What is known of who sent a message to the main process. */
export interface Sender {
  /** Null when the frame is gone already. */
  frameUrl: string | null;
  isMainFrame: boolean;
  isOurWindow: boolean;
}

/** Only the main frame of our own window, showing our own page, may ask for anything. */
export function isTrustedSender(sender: Sender, developmentUrl: string | null): boolean {
  return (
    sender.isOurWindow &&
    sender.isMainFrame &&
    sender.frameUrl !== null &&
    isOwnUrl(sender.frameUrl, developmentUrl)
  );
}

/** The interface is one page: the only way to go is to load it again. */
export function mayNavigate(url: string, developmentUrl: string | null): boolean {
  return isOwnUrl(url, developmentUrl);
}

/** May the operating system's browser be asked to open this? Mendix's documentation, nothing else. */
export function mayOpenExternally(url: string): boolean {
  const parsed = parse(url);
  return (
    parsed !== null &&
    parsed.protocol === 'https:' &&
    parsed.host === DOCUMENTATION_HOST &&
    parsed.username === '' &&
    parsed.password === ''
  );
}

/** Nothing that Chromium asks permission for is needed: no camera, no location, no notification of the page's own. */
export function mayHavePermission(permission: string): boolean {
  // Copying text from a report is a click on the user's part.
  return permission === 'clipboard-sanitized-write';
}

function parse(url: string): URL | null {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}

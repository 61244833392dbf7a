import { describe, expect, it } from 'vitest';
import {
  APP_URL,
  isOwnUrl,
  isTrustedSender,
  mayHavePermission,
  mayNavigate,
  mayOpenExternally,
} from './security-decisions';

const DEVELOPMENT = 'http://localhost:5173';
const FOREIGN = [
  'https://example.com/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,hello',
  'about:blank',
  'app://other/index.html',
  'app://user-migration.evil/',
  'app://user@user-migration/',
  'http://user-migration/',
  'http://localhost:5173/',
  'not a url',
  '',
];

describe('own page', () => {
  it.each(FOREIGN)('is not %s', (url) => {
    expect(isOwnUrl(url, null)).toBe(false);
    expect(mayNavigate(url, null)).toBe(false);
    expect(mayOpenExternally(url)).toBe(false);
  });

  it('is what the app protocol serves, and the development server while there is one', () => {
    expect(isOwnUrl(APP_URL, null)).toBe(true);
    expect(isOwnUrl(`${APP_URL}index.html#/report`, null)).toBe(true);
    expect(isOwnUrl(`${DEVELOPMENT}/index.html`, DEVELOPMENT)).toBe(true);
    expect(isOwnUrl('http://localhost:51730/', DEVELOPMENT)).toBe(false);
  });
});

describe('isTrustedSender', () => {
  const own = { frameUrl: APP_URL, isMainFrame: true, isOurWindow: true };

  it('trusts the main frame of our window on our page, and nothing less', () => {
    expect(isTrustedSender(own, null)).toBe(true);
    expect(isTrustedSender({ ...own, isMainFrame: false }, null)).toBe(false);
    expect(isTrustedSender({ ...own, isOurWindow: false }, null)).toBe(false);
    expect(isTrustedSender({ ...own, frameUrl: null }, null)).toBe(false);
    expect(isTrustedSender({ ...own, frameUrl: 'https://example.com/' }, null)).toBe(false);
  });
});

describe('mayOpenExternally', () => {
  it('opens Mendix’s documentation', () => {
    expect(mayOpenExternally('https://docs.mendix.com/refguide/users-and-roles/')).toBe(true);
  });

  it.each([
    'http://docs.mendix.com/',
    'https://docs.mendix.com.evil.example/',
    'https://docs.mendix.com:8443/',
    'https://user:password@docs.mendix.com/',
    'https://evil.example/https://docs.mendix.com/',
    'https://mendix.com/',
  ])('does not open %s', (url) => {
    expect(mayOpenExternally(url)).toBe(false);
  });
});

describe('mayHavePermission', () => {
  it.each([
    'media',
    'geolocation',
    'notifications',
    'openExternal',
    'clipboard-read',
    'fileSystem',
    'usb',
    'hid',
  ])('denies %s', (permission) => {
    expect(mayHavePermission(permission)).toBe(false);
  });
});

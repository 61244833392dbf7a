import { extname, isAbsolute, relative, resolve, sep } from 'node:path';

const MIME_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

export interface PageFile {
  path: string;
  mimeType: string;
}

/**
 * The file of the built interface that a URL's path means; `/` is `index.html`.
 * @returns null for what lies outside the folder, cannot be decoded or is of no known type
 */
export function pageFile(directory: string, urlPath: string): PageFile | null {
  const decoded = decode(urlPath === '/' ? '/index.html' : urlPath);
  if (decoded === null || /[\0\\]/.test(decoded)) return null;
  const path = resolve(directory, `.${decoded.startsWith('/') ? '' : '/'}${decoded}`);
  const inside = relative(resolve(directory), path);
  if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return null;
  const mimeType = MIME_TYPES[extname(path)];
  return mimeType === undefined ? null : { path, mimeType };
}

function decode(urlPath: string): string | null {
  try {
    return decodeURIComponent(urlPath);
  } catch {
    return null;
  }
}

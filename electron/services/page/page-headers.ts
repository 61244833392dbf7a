/**
 * Headers of everything that the interface is made of. It loads its own files only and reaches no network.
 * @param connect `'none'` in the desktop app, `'self'` where a WebSocket leads to the program
 */
export function pageHeaders(connect: 'none' | 'self'): Record<string, string> {
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      `connect-src '${connect}'`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
  };
}

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exportFileName } from './export-file-name';

it('makes a file name of any title', () => {
  expect(exportFileName('Accounts to SAP users run 2024-05-01T10:00', 'html')).toBe(
    'Accounts-to-SAP-users-run-2024-05-01T10-00.html',
  );
  expect(exportFileName('../../etc/passwd', 'pdf')).toBe('etc-passwd.pdf');
  expect(exportFileName(' ', 'csv')).toBe('user-migration.csv');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (title) => {
      expect(exportFileName(title, 'pdf')).toMatch(
        /^[^\s./\\:*?"<>|-][^\s/\\:*?"<>|]*\.pdf$|^[^./\\-]\.pdf$/u,
      );
    }),
  );
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exportFileName } from './export-file-name';

it('makes a file name of any title', () => {
  expect(exportFileName('Accounts to SAP users run 2024-05-01T10:00', 'html')).toBe(
    'Accounts-to-SAP-users-run-2024-05-01T10-00.html',
  );
  expect(exportFileName('../../etc/passwd', 'pdf')).toBe('etc-passwd.pdf');
  expect(exportFileName(' ', 'csv')).toBe('user-migration.csv');
  for (const device of ['con', 'Nul', 'COM1', 'aux.backup'])
    expect(exportFileName(device, 'pdf')).toBe(`_${device}.pdf`);
  expect(exportFileName('consul', 'pdf')).toBe('consul.pdf');
  expect(exportFileName('x' + '𠀀'.repeat(100), 'pdf')).toBe(`x${'𠀀'.repeat(44)}.pdf`);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (title) => {
      const name = exportFileName(title.repeat(40), 'pdf');
      expect(name).toMatch(/^[^\s./\\:*?"<>|-][^\s/\\:*?"<>|]*\.pdf$|^[^./\\-]\.pdf$/u);
      expect(name).not.toContain('\uFFFD');
      expect(Buffer.byteLength(name)).toBeLessThan(200);
    }),
  );
});

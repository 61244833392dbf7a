import { describe, expect, it } from 'vitest';
import { missingRights } from './grants';

const ALL = 'SELECT, INSERT, UPDATE, DELETE, CREATE, DROP';

/** `journal` for what is needed on the whole database. */
function missing(...lines: string[]): string[] {
  return missingRights(lines, 'app', ['t']).map(
    ({ privilege, table }) => `${privilege} ${table ?? 'journal'}`,
  );
}

describe('rights of SHOW GRANTS', () => {
  it.each([
    ['on everything', 'GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION'],
    ['on the database', `GRANT ${ALL} ON \`app\`.* TO \`u\`@\`%\``],
    ['on a pattern of databases', `GRANT ${ALL} ON \`a\\p_\`.* TO \`u\`@\`%\``],
    ['with quotes of ANSI_QUOTES', `GRANT ${ALL} ON "app".* TO "u"@"%"`],
    ['without quotes', `GRANT ${ALL} ON app.* TO u@localhost IDENTIFIED BY PASSWORD '*B6902'`],
  ])('suffice: %s', (_name, line) => {
    expect(missing(line)).toEqual([]);
  });

  it('of a role, and of the roles in it, are those of the account', () => {
    expect(
      missing(
        'GRANT `r2` TO `u`@`%`',
        'GRANT USAGE ON *.* TO `u`@`%`',
        'GRANT `r1` TO `r2`',
        'GRANT SELECT, INSERT, CREATE, DROP ON `app`.* TO `r2`',
        'GRANT UPDATE ON `app`.* TO `r1`',
        'GRANT DELETE ON `app`.* TO PUBLIC',
        'SET DEFAULT ROLE `r2` FOR `u`@`%`',
      ),
    ).toEqual([]);
  });

  it('on a table suffice for the table, on columns they do not', () => {
    expect(
      missing(
        'GRANT SELECT, INSERT, DELETE, CREATE, DROP ON `app`.* TO `u`@`%`',
        'GRANT UPDATE ON `app`.`t` TO `u`@`%`',
      ),
    ).toEqual(['UPDATE journal']);
    expect(
      missing(
        'GRANT SELECT, INSERT, DELETE, CREATE, DROP ON `app`.* TO `u`@`%`',
        'GRANT SELECT (`a`, `b`), UPDATE (`a`) ON `app`.`t` TO `u`@`%`',
      ),
    ).toEqual(['UPDATE journal', 'UPDATE t']);
  });

  it('of other databases, routines and wider patterns beside an exact one do not count', () => {
    expect(
      missing(
        `GRANT ${ALL} ON \`app\\_\`.* TO \`u\`@\`%\``,
        `GRANT ${ALL} ON \`other\`.* TO \`u\`@\`%\``,
        'GRANT EXECUTE ON PROCEDURE `app`.`p` TO `u`@`%`',
        `GRANT ${ALL} ON \`a%\`.* TO \`u\`@\`%\``,
        'GRANT SELECT, INSERT, CREATE, DROP, UPDATE ON `app`.* TO `u`@`%`',
      ),
    ).toEqual(['DELETE journal', 'DELETE t']);
  });

  it('that were revoked for the database are missing', () => {
    expect(missing(`GRANT ${ALL} ON *.* TO \`u\`@\`%\``, 'REVOKE UPDATE ON `app`.* FROM `u`@`%`')).toEqual([
      'UPDATE journal',
      'UPDATE t',
    ]);
  });
});

import type { Report } from '../../../shared/report';

/** A committed run for the tests of the renderers. */
export function exampleReport(changes: Partial<Report> = {}): Report {
  return {
    reportVersion: 1,
    kind: 'run',
    outcome: 'committed',
    runId: '0f9d2a4e-6a42-4b6e-9a63-0c9d7f1f2a11',
    project: 'Accounts to SAP users',
    planHash: '3b1f0c6d2f5e4a7998d1',
    toolVersion: '1.0.0',
    operator: 'admin@host',
    startedAt: '2026-11-23T03:05:38.120Z',
    finishedAt: '2026-11-23T03:05:41.480Z',
    ms: 3360,
    database: {
      type: 'postgres',
      host: 'db.example.com',
      database: 'app',
      schema: 'public',
      serverVersion: 'PostgreSQL 15.18',
      mendixVersion: '10.22.0',
      idScheme: 'randomized',
    },
    steps: [
      {
        source: 'Administration.Account',
        target: 'SapAuthentication.SapUser',
        keepOldUsers: false,
        newNamePostfix: null,
        users: 1234,
        carriedOver: {
          attributes: ['System.User/Name', 'System.User/Password', 'System.User/LastLogin'],
          associations: ['System.UserRoles', 'System.User_Language', 'System.User_TimeZone'],
        },
        attributes: [
          { source: 'Administration.Account/FullName', target: 'SapAuthentication.SapUser/FullName' },
          { value: 'SAP', target: 'SapAuthentication.SapUser/Origin' },
        ],
        associations: [
          { source: 'Administration.Account_Company', target: 'SapAuthentication.SapUser_Company' },
        ],
      },
    ],
    findings: [
      {
        code: 'data-loss',
        severity: 'warning',
        step: 0,
        subject: 'Administration.Account/IsLocalUser',
        count: 1234,
        examples: ['6473924464345089'],
        message: '1,234 values of Administration.Account/IsLocalUser are lost, as confirmed.',
        remedy: 'Map the attribute or leave the confirmation as it is.',
      },
      {
        code: 'name-taken',
        severity: 'error',
        step: 0,
        subject: 'System.User/Name',
        count: 1,
        examples: ['alice.canary'],
        message: 'A name is taken.',
        remedy: 'Choose another postfix.',
      },
    ],
    statements: [
      { title: 'Lock the tables', step: null, rows: 0, ms: 3, state: 'done' },
      {
        title: 'Reserve 1,234 object ids of SapAuthentication.SapUser',
        step: 0,
        rows: 1,
        ms: 12,
        state: 'done',
      },
      { title: 'Create the users of SapAuthentication.SapUser', step: 0, rows: 1234, ms: 840, state: 'done' },
      { title: 'Point System.UserRoles at the new users', step: 0, rows: 2468, ms: 1210, state: 'done' },
    ],
    verification: [
      { name: 'As many new users as old ones', step: 0, ok: true, detail: '1,234 of 1,234' },
      { name: 'Passwords are equal', step: 0, ok: true, detail: '0 violations' },
    ],
    users: [
      { entity: 'Administration.Account', before: 1234, after: 0 },
      { entity: 'SapAuthentication.SapUser', before: 10, after: 1244 },
    ],
    losses: [{ step: 0, subject: 'Administration.Account/IsLocalUser', count: 1234 }],
    failure: null,
    ...changes,
  };
}

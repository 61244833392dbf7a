import type { PhysicalModel } from './physical-model';
import { SCHEMA_DIALECTS } from './schema-dialect';

const FIRST_NAMES = [
  'Anna', 'Bram', 'Chloé', 'Daan', 'Eva', 'Finn', 'Grace', 'Hugo', 'Inès', 'Jonas', 'Kim', 'Lars',
  'Mia', 'Noah', 'Olivia', 'Pieter', 'Quinn', 'Rosa', 'Søren', 'Tess', 'Umar', 'Vera', 'Wout', 'Zoë',
]; // prettier-ignore
const LAST_NAMES = [
  'Bakker', 'Conti', 'de Vries', 'Evans', 'Fischer', 'García', 'Hansen', 'Ito', 'Jansen', 'Kowalski', 'López',
  'Müller', 'Novák', "O'Brien", 'Petrov', 'Rossi', 'Smit', 'Tan', 'Ünal', 'van Dijk', 'Weber', 'Yilmaz', 'Zhang',
]; // prettier-ignore
const TIME_ZONES = [
  'Africa/Cairo', 'America/Chicago', 'America/New_York', 'America/Sao_Paulo', 'Asia/Kolkata', 'Asia/Shanghai',
  'Asia/Tokyo', 'Australia/Sydney', 'Europe/Amsterdam', 'Europe/Berlin', 'Europe/London', 'Europe/Madrid',
]; // prettier-ignore
/** Each user has three in a row, and some are in the pilot group besides. */
const COMMON_ROLES = ['Administrator', 'Employee', 'Manager', 'Approver', 'Anonymous', 'Auditor'];
const ROLES = [...COMMON_ROLES, 'Pilot'];
/** Every tenth user, of every entity. */
const IS_PILOT = '(u.number + u.number / 20) % 10 = 0';
const LANGUAGES = ['en_US', 'nl_NL', 'de_DE', 'fr_FR'];

/** What the users of the sample are, by the number of the user modulo 20. */
const USERS_BY_ENTITY: [entity: string, first: number, last: number][] = [
  ['System.User', 1, 1],
  ['Administration.Account', 2, 13],
  ['CompanyA.CompanyA_Account', 14, 16],
  ['CompanyB.CompanyB_Account', 17, 18],
  ['SapAuthentication.SapUser', 19, 19],
  ['MendixSSO.MendixSSOUser', 0, 0],
];

const NOW = "timestamp '2026-01-15 08:00:00'";

/**
 * PostgreSQL statements that fill the sample's schema: a few set-based statements whatever the number of
 * users, and the same content every time.
 *
 * @param users number of users in all user entities together, at least 1.
 */
export function sampleData(model: PhysicalModel, users: number): string[] {
  return [
    'SELECT setseed(0.42)',
    ...numberObjects(model, users),
    ...companyObjects(),
    ...userObjects(),
    ...systemObjects(),
    ...objectsOfUsers(),
    ...userLinks(),
    ...finish(),
  ];
}

/** Temporary tables: `sample_object(entity, n, id)` with all objects, and `sample_user` with what users have besides. */
function numberObjects(model: PhysicalModel, users: number): string[] {
  const entityOf = USERS_BY_ENTITY.map(
    ([entity, first, last]) =>
      `WHEN n % 20 BETWEEN ${String(first)} AND ${String(last)} THEN ${literal(entity)}`,
  ).join(' ');
  const counts: Record<string, number> = {
    'System.UserRole': ROLES.length,
    'System.Language': LANGUAGES.length,
    'System.TimeZone': TIME_ZONES.length,
    'System.Session': Math.ceil(users / 10),
    'System.TokenInformation': Math.ceil(users / 20),
    'System.UserReportInfo': users,
    'System.BackgroundJob': Math.ceil(users / 50),
    'System.FileDocument': Math.ceil(users / 4),
    'System.Image': Math.ceil(users / 8),
    'System.Workflow': Math.ceil(users / 10),
    'System.WorkflowUserTask': Math.ceil(users / 5),
    'System.WorkflowActivity': Math.ceil(users / 5),
    'Company.Company': 20,
    'Company.Skill': 30,
    'Company.Location': 12,
    'Company.Badge': users,
    'Company.Desk': users,
    'Company.Project': Math.ceil(users / 20),
    'Company.ExpenseReport': users * 2,
  };
  const short = `(VALUES ${model.entities
    .map(({ name, shortId }) => `(${literal(name)}, ${String(shortId)}::bigint)`)
    .join(', ')}) AS short (entity, short_id)`;
  const others = Object.entries(counts)
    .map(
      ([entity, count]) =>
        `SELECT ${literal(entity)} AS entity, n FROM generate_series(1, ${String(count)}) AS n`,
    )
    .join(' UNION ALL ');
  const id = '(short.short_id << 48) | (n << 7) | floor(random() * 128)::bigint';
  return [
    `CREATE TEMPORARY TABLE sample_object AS
     SELECT entity, n, ${id} AS id FROM (${others}) AS o JOIN ${short} USING (entity)`,
    'ALTER TABLE sample_object ADD PRIMARY KEY (entity, n)',
    `CREATE TEMPORARY TABLE sample_user AS
     SELECT number, entity, n, first_name || ' ' || last_name AS full_name, ${id} AS id,
       translate(lower(first_name || '.' || last_name), 'ëéèøñíáóüúşğ'' ', 'eeeoniaouusg') || '.' || number AS name
     FROM (SELECT number, entity, row_number() OVER (PARTITION BY entity ORDER BY number) AS n,
         ${element(FIRST_NAMES, 'number')} AS first_name,
         ${element(LAST_NAMES, `number / ${String(FIRST_NAMES.length)} + number`)} AS last_name
       FROM (SELECT n AS number, CASE ${entityOf} END AS entity
         FROM generate_series(1, ${String(users)}::bigint) AS n) AS numbered) AS named
     JOIN ${short} USING (entity)`,
    'ALTER TABLE sample_user ADD PRIMARY KEY (number)',
    `CREATE TEMPORARY TABLE sample_account AS
     SELECT row_number() OVER (ORDER BY number) AS a, * FROM sample_user
     WHERE entity IN ('Administration.Account', 'CompanyA.CompanyA_Account', 'CompanyB.CompanyB_Account')`,
    'ALTER TABLE sample_account ADD PRIMARY KEY (a)',
  ];
}

function systemObjects(): string[] {
  return [
    insert('system$userrole', 'id, modelguid, name, description', 'System.UserRole', [
      'id',
      `md5('role' || n)::uuid::text`,
      element(ROLES, 'n - 1'),
      `''`,
    ]),
    `INSERT INTO "system$grantableroles"
     SELECT a.id, o.id FROM sample_object a JOIN sample_object o ON o.entity = a.entity
     WHERE a.entity = 'System.UserRole' AND a.n = 1`,
    insert('system$language', 'id, code, description', 'System.Language', [
      'id',
      element(LANGUAGES, 'n - 1'),
      element(LANGUAGES, 'n - 1'),
    ]),
    insert('system$timezone', 'id, code, description, rawoffset', 'System.TimeZone', [
      'id',
      element(TIME_ZONES, 'n - 1'),
      element(TIME_ZONES, 'n - 1'),
      '3600000 * n',
    ]),
    insert(
      'system$session',
      'id, sessionid, csrftoken, lastactive, longlived, createddate',
      'System.Session',
      ['id', `md5('session' || n)::uuid::text`, `md5('csrf' || n)::uuid::text`, NOW, 'false', NOW],
    ),
    insert('system$tokeninformation', 'id, token, expirydate, useragent', 'System.TokenInformation', [
      'id',
      `md5('token' || n)`,
      `${NOW} + interval '30 days'`,
      `'Mozilla/5.0'`,
    ]),
    insert('system$userreportinfo', 'id, usertype, hash', 'System.UserReportInfo', [
      'id',
      `'Internal'`,
      `md5('report' || n)`,
    ]),
    insert(
      'system$backgroundjob',
      'id, jobid, starttime, successful, "system$backgroundjob_session"',
      'System.BackgroundJob',
      ['id', 'n', NOW, 'true', objectAt('System.Session', 'o.n')],
    ),
    insert(
      'system$filedocument',
      'id, fileid, name, deleteafterdownload, contents, hascontents, size, createddate, changeddate, submetaobjectname, "system$owner", "system$changedby"',
      ['System.FileDocument', 'System.Image'],
      [
        'id',
        'row_number() OVER (ORDER BY id)',
        `'File ' || n || '.pdf'`,
        'false',
        `'\\x255044462d'::bytea`,
        'true',
        '5',
        NOW,
        NOW,
        'entity',
        userAt('o.n * 3'),
        userAt('o.n * 7'),
      ],
    ),
    insert('system$image', 'id, publicthumbnailpath, enablecaching', 'System.Image', ['id', `''`, 'true']),
    insert('system$workflow', 'id, name, description, starttime, state, "system$owner"', 'System.Workflow', [
      'id',
      `'Approval ' || n`,
      `''`,
      NOW,
      `'InProgress'`,
      userAt('o.n * 5'),
    ]),
    insert('system$workflowusertask', 'id, name, starttime, state', 'System.WorkflowUserTask', [
      'id',
      `'Task ' || n`,
      NOW,
      `'InProgress'`,
    ]),
    insert(
      'system$workflowactivity',
      'id, caption, state, starttime, "system$workflowactivity_actor", "system$workflowactivity_workflowusertask"',
      'System.WorkflowActivity',
      [
        'id',
        `'Activity ' || n`,
        `'Executed'`,
        NOW,
        userAt('o.n * 4'),
        objectAt('System.WorkflowUserTask', 'o.n'),
      ],
    ),
  ];
}

/** Three users of the new module are people who have an account: single sign-on made them before the migration. */
const duplicated = (column: string): string => `SELECT account.${column} FROM sample_account AS account
       WHERE account.entity = 'Administration.Account' AND s.n <= 3 ORDER BY account.a OFFSET 5 + s.n * 6 LIMIT 1`;

function userObjects(): string[] {
  const hash = (seed: string): string => `encode(sha256((${seed} || number)::bytea), 'base64')`;
  return [
    `INSERT INTO "system$user" (id, name, password, lastlogin, blocked, active, failedlogins, webserviceuser, isanonymous,
       createddate, changeddate, submetaobjectname, "system$owner", "system$changedby")
     SELECT id,
       CASE WHEN number = 1 THEN 'MxAdmin' WHEN entity = 'System.User' THEN 'Anonymous_' || md5('anonymous' || number)::uuid::text
         ELSE name END,
       '{BCrypt}$2a$12$' || left(translate(${hash(`'a'`)} || ${hash(`'b'`)}, '+=' || chr(10), './'), 53),
       CASE WHEN number % 7 > 0 THEN ${NOW} - number * interval '7 minutes' END, number % 50 = 49, true,
       CASE WHEN number % 50 = 49 THEN 3 ELSE 0 END, false, entity = 'System.User' AND number > 1,
       ${NOW} - interval '1 year' + number * interval '1 second', ${NOW}, entity, id, CASE WHEN number % 4 = 0 THEN ${userAt('1')} END
     FROM sample_user AS o`,
    `INSERT INTO "administration$account" (id, fullname, email, islocaluser, submetaobjectname, "administration$account_location")
     SELECT id, full_name, CASE WHEN a % 6 = 0 THEN initcap(name) ELSE name END || '@example.com', number % 10 = 3, entity,
       CASE WHEN a % 3 > 0 THEN ${objectAt('Company.Location', 'o.a % 12 + 1')} END FROM sample_account AS o`,
    `INSERT INTO "companya$companya_account" (id, costcenter, hiredon)
     SELECT id, 'CC-' || number % 40, date_trunc('day', ${NOW}) - number % 4000 * interval '1 day'
     FROM sample_user WHERE entity = 'CompanyA.CompanyA_Account'`,
    `INSERT INTO "companyb$companyb_account" (id, contracttype, holidaybalance)
     SELECT id, CASE WHEN number % 3 = 0 THEN 'Temporary' ELSE 'Permanent' END, number % 40 + 0.5
     FROM sample_user WHERE entity = 'CompanyB.CompanyB_Account'`,
    `INSERT INTO "sapauthentication$sapuser" (id, fullname, email, sapid, department, employeenumber, hiredon, contracttype, createdbysync)
     SELECT id, coalesce((${duplicated('full_name')}), full_name), coalesce((${duplicated('name')}), name) || '@example.com', 'S' || lpad(n::text, 7, '0'), 'IT', 999 + n, NULL, 'Permanent', true
     FROM sample_user AS s WHERE entity = 'SapAuthentication.SapUser'`,
    `INSERT INTO "mendixsso$mendixssouser" (id, displayname, emailaddress, avatarurl, avatarthumburl)
     SELECT id, full_name, name || '@example.com', 'https://example.com/avatar/' || n, NULL
     FROM sample_user WHERE entity = 'MendixSSO.MendixSSOUser'`,
  ];
}

function companyObjects(): string[] {
  return [
    insert('company$company', 'id, name, city', 'Company.Company', [
      'id',
      `'Company ' || n`,
      element(LAST_NAMES, 'n'),
    ]),
    insert('company$skill', 'id, name', 'Company.Skill', ['id', `'Skill ' || n`]),
    insert('company$location', 'id, name', 'Company.Location', ['id', element(TIME_ZONES, 'n - 1')]),
    insert('company$badge', 'id, code', 'Company.Badge', ['id', `'B-' || n`]),
    insert('company$project', 'id, title', 'Company.Project', ['id', `'Project ' || n`]),
  ];
}

/** Objects with references to users. */
function objectsOfUsers(): string[] {
  return [
    `INSERT INTO "company$desk" (id, number, "company$desk_account")
     SELECT o.id, o.n, CASE WHEN a.a % 2 = 0 THEN a.id END
     FROM sample_object o LEFT JOIN sample_account a ON a.a = o.n WHERE o.entity = 'Company.Desk'`,
    `INSERT INTO "company$expensereport" (id, number, amount, submittedon, createddate, changeddate,
       "company$expensereport_account", "company$expensereport_approvedby", "system$owner", "system$changedby")
     SELECT o.id, o.n, o.n % 500 + 0.95, ${NOW}, ${NOW}, ${NOW}, a.id,
       CASE WHEN o.n % 2 = 0 THEN ${userAt('o.n')} END, a.id, CASE WHEN o.n % 3 = 0 THEN ${userAt('o.n * 2')} END
     FROM sample_object o LEFT JOIN sample_account a ON a.a = o.n WHERE o.entity = 'Company.ExpenseReport'`,
  ];
}

/** Association tables, from the user's number. */
function userLinks(): string[] {
  const link = (table: string, from: string, where: string): string =>
    `INSERT INTO ${quote(table)} ${from} WHERE ${where} ON CONFLICT DO NOTHING`;
  const fromObjects = (entity: string, user: string): [string, string] => [
    `SELECT o.id, ${userAt(user)} FROM sample_object AS o`,
    `o.entity = ${literal(entity)}`,
  ];
  const toObjects = (entity: string, number: string, users: string): string =>
    `SELECT u.id, o.id FROM ${users} AS u JOIN sample_object AS o ON o.entity = ${literal(entity)} AND o.n = ${number}`;
  return [
    ...[0, 1, 2].map((extra) =>
      link(
        'system$userroles',
        toObjects(
          'System.UserRole',
          `(u.number + ${String(extra)}) % ${String(COMMON_ROLES.length)} + 1`,
          'sample_user',
        ),
        'true',
      ),
    ),
    link(
      'system$userroles',
      toObjects('System.UserRole', String(ROLES.indexOf('Pilot') + 1), 'sample_user'),
      IS_PILOT,
    ),
    link('system$user_language', toObjects('System.Language', 'u.number % 4 + 1', 'sample_user'), 'true'),
    link('system$user_timezone', toObjects('System.TimeZone', 'u.number % 12 + 1', 'sample_user'), 'true'),
    link('system$session_user', ...fromObjects('System.Session', 'o.n * 10')),
    link('system$tokeninformation_user', ...fromObjects('System.TokenInformation', 'o.n * 20 - 7')),
    link('system$userreportinfo_user', ...fromObjects('System.UserReportInfo', 'o.n')),
    link(
      'system$workflowusertask_workflow',
      `SELECT o.id, ${objectAt('System.Workflow', '(o.n + 1) / 2')} FROM sample_object AS o`,
      `o.entity = 'System.WorkflowUserTask' AND o.n > 1`,
    ),
    link('system$workflowusertask_assignees', ...fromObjects('System.WorkflowUserTask', 'o.n * 3')),
    link('system$workflowusertask_targetusers', ...fromObjects('System.WorkflowUserTask', 'o.n * 3')),
    link('system$workflowusertask_targetusers', ...fromObjects('System.WorkflowUserTask', 'o.n * 5 + 2')),
    link(
      'administration$account_company',
      toObjects('Company.Company', 'u.a % 20 + 1', 'sample_account'),
      'true',
    ),
    link(
      'administration$account_skills',
      toObjects('Company.Skill', 'u.a % 30 + 1', 'sample_account'),
      'true',
    ),
    link(
      'administration$account_skills',
      toObjects('Company.Skill', 'u.a % 7 + 1', 'sample_account'),
      'true',
    ),
    link('administration$account_badge', toObjects('Company.Badge', 'u.a', 'sample_account'), 'u.a % 5 > 0'),
    link(
      'administration$account_manager',
      'SELECT u.id, m.id FROM sample_account AS u JOIN sample_account AS m ON m.a = u.a / 10 + 1',
      'u.a > 1',
    ),
    link(
      'company$project_account',
      'SELECT o.id, u.id FROM sample_account AS u JOIN sample_object AS o ON o.n = u.a / 20 + 1',
      `o.entity = 'Company.Project'`,
    ),
    link(
      'sapauthentication$sapuser_company',
      toObjects('Company.Company', 'u.number % 20 + 1', 'sample_user'),
      `u.entity = 'SapAuthentication.SapUser'`,
    ),
  ];
}

/** Numbers go on where the data end; the runtime takes object ids in batches of 100. */
function finish(): string[] {
  const sequence = (name: string, table: string, column: string): string =>
    `SELECT setval('${quote(name)}', max(${column}), true) FROM ${quote(table)} HAVING max(${column}) IS NOT NULL`;
  return [
    `UPDATE "mendixsystem$entityidentifier" AS i SET object_sequence = (used.n + 99) / 100 * 100 + 1
     FROM (SELECT entity, max(n) AS n FROM (SELECT entity, n FROM sample_object UNION ALL SELECT entity, n FROM sample_user) AS o
       GROUP BY entity) AS used JOIN "mendixsystem$entity" AS e ON e.entity_name = used.entity
     WHERE i.id = e.id`,
    sequence('system$filedocument_fileid_mxseq', 'system$filedocument', 'fileid'),
    sequence('sapauthentication$sapuser_employeenumber_mxseq', 'sapauthentication$sapuser', 'employeenumber'),
    sequence('company$expensereport_number_mxseq', 'company$expensereport', 'number'),
    'DROP TABLE sample_account, sample_user, sample_object',
    'ANALYZE',
  ];
}

function insert(table: string, columns: string, entities: string | string[], expressions: string[]): string {
  const names = [entities].flat().map((entity) => literal(entity));
  return `INSERT INTO ${quote(table)} (${columns}) SELECT ${expressions.join(', ')}
     FROM sample_object AS o WHERE entity IN (${names.join(', ')})`;
}

/** Id of the user of this number; numbers past the last start again. */
function userAt(number: string): string {
  return `(SELECT id FROM sample_user WHERE number = (${number} - 1) % (SELECT count(*) FROM sample_user) + 1)`;
}

function objectAt(entity: string, number: string): string {
  return `(SELECT id FROM sample_object WHERE entity = ${literal(entity)} AND n = ${number})`;
}

/** Element of a list, starting again past its end. */
function element(list: string[], index: string): string {
  const values = list.map((value) => literal(value)).join(', ');
  return `(ARRAY[${values}])[(${index}) % ${String(list.length)} + 1]`;
}

const quote = (name: string): string => SCHEMA_DIALECTS.postgres.quote(name);
const literal = (value: string): string => SCHEMA_DIALECTS.postgres.literal(value);

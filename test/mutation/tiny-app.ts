import { insertRows } from '../../electron/engine/sample/insert-rows';
import type { Cell } from '../../electron/engine/sample/insert-rows';
import type {
  AssociationDescription,
  AttributeDescription,
  EntityDescription,
  ModelDescription,
  SchemaTraits,
} from '../../electron/engine/sample/model-description';
import { MENDIX_10_22 } from '../../electron/engine/sample/model-description';
import { physicalModel } from '../../electron/engine/sample/physical-model';
import type { PhysicalAttribute, PhysicalEntity } from '../../electron/engine/sample/physical-model';
import { SCHEMA_DIALECTS } from '../../electron/engine/sample/schema-dialect';
import { schemaSql } from '../../electron/engine/sample/schema-sql';
import { SYSTEM_MODULE } from '../../electron/engine/sample/system-module';
import type { Step } from '../../shared/project';
import type { TestDatabase } from '../support/databases';

const SYSTEM_ENTITIES = [
  'System.User',
  'System.UserRole',
  'System.Language',
  'System.Session',
  'System.BackgroundJob',
  'System.TokenInformation',
  'System.Workflow',
  'System.WorkflowActivity',
];

const VERSIONED = ['System.User', 'System.Workflow'];

const text = (name: string, length = 100): AttributeDescription => ({ name, type: 'String', length });

const system: EntityDescription[] = SYSTEM_MODULE.entities
  .filter(({ name }) => SYSTEM_ENTITIES.includes(name))
  .map((entity) => ({
    ...entity,
    storesVersion: VERSIONED.includes(entity.name),
    attributes:
      entity.name === 'System.Workflow'
        ? [{ name: 'ObjectId', type: 'Long' }, text('Name'), text('Description')]
        : entity.attributes,
  }));

const link = (
  name: string,
  parent: string,
  child: string,
  multiplicity: AssociationDescription['multiplicity'],
  storage: AssociationDescription['storage'],
): AssociationDescription => ({ name, parent, child, multiplicity, storage });

/** A small app that has every kind of place where a user can stand. */
const MODEL: ModelDescription = {
  entities: [
    ...system,
    {
      name: 'Old.Account',
      generalization: 'System.User',
      storesVersion: true,
      attributes: [
        text('FullName'),
        text('Email'),
        text('Remark', 0),
        { name: 'Age', type: 'Integer' },
        { name: 'Points', type: 'Long' },
        { name: 'Salary', type: 'Decimal' },
        { name: 'Kind', type: 'Enumeration', length: 20 },
        { name: 'IsLocal', type: 'Boolean', defaultValue: 'true' },
        { name: 'IsActive', type: 'Boolean', defaultValue: 'false' },
        { name: 'HiredOn', type: 'DateTime' },
        { name: 'LeftOn', type: 'DateTime' },
        { name: 'Photo', type: 'Binary' },
      ],
    },
    {
      name: 'Old.Special',
      generalization: 'Old.Account',
      attributes: [text('Extra'), text('CostCenter'), { name: 'Level', type: 'Integer' }],
    },
    {
      name: 'New.SapUser',
      generalization: 'System.User',
      storesVersion: true,
      attributes: [
        text('FullName'),
        text('Mail'),
        text('SignInName'),
        text('Origin'),
        text('Department'),
        { name: 'Age', type: 'Long' },
        { name: 'Points', type: 'Decimal' },
        { name: 'Salary', type: 'Decimal', defaultValue: '1.5' },
        { name: 'Kind', type: 'String', length: 20 },
        { name: 'Level', type: 'Integer', defaultValue: '5' },
        { name: 'IsLocal', type: 'Boolean', defaultValue: 'true' },
        { name: 'IsSynchronized', type: 'Boolean', defaultValue: 'true' },
        { name: 'HiredOn', type: 'DateTime' },
        { name: 'ValidUntil', type: 'DateTime' },
        { name: 'Photo', type: 'Binary' },
        { name: 'EmployeeNumber', type: 'AutoNumber', defaultValue: '100' },
      ],
    },
    {
      name: 'Old.Lead',
      generalization: 'Old.Account',
      attributes: [text('Team'), { name: 'Bonus', type: 'Decimal', defaultValue: '2.25' }],
    },
    { name: 'Other.Person', generalization: 'System.User', attributes: [text('Nick'), text('Phone')] },
    {
      name: 'Shop.Company',
      storesVersion: true,
      attributes: [text('Name'), text('City'), { name: 'Size', type: 'Integer' }],
      storesOwner: true,
      storesChangedBy: true,
    },
    {
      name: 'Shop.Order',
      attributes: [{ name: 'Number', type: 'AutoNumber', defaultValue: '1' }, text('Note')],
      storesOwner: true,
    },
    { name: 'Shop.Desk', attributes: [text('Floor')] },
    { name: 'Shop.Badge', attributes: [text('Code')] },
  ],
  associations: [
    ...SYSTEM_MODULE.associations.filter(
      ({ parent, child }) => SYSTEM_ENTITIES.includes(parent) && SYSTEM_ENTITIES.includes(child),
    ),
    // To System.User: they stay what they are.
    link('Shop.Order_Buyer', 'Shop.Order', 'System.User', '1-*', 'column'),
    link('Shop.Company_Contacts', 'Shop.Company', 'System.User', '*-*', 'table'),
    link('Shop.User_Friends', 'System.User', 'System.User', '*-*', 'table'),
    link('Shop.User_Mentor', 'System.User', 'System.User', '1-*', 'column'),
    link('Shop.User_Locker', 'System.User', 'Shop.Desk', '1-1', 'table'),
    // Of the old module, mapped.
    link('Old.Account_Company', 'Old.Account', 'Shop.Company', '1-*', 'table'),
    link('Old.Account_Companies', 'Old.Account', 'Shop.Company', '*-*', 'table'),
    link('Old.Account_Manager', 'Old.Account', 'Old.Account', '1-*', 'table'),
    link('Old.Account_Deputy', 'Old.Account', 'Old.Account', '1-*', 'column'),
    link('Old.Account_Badge', 'Old.Account', 'Shop.Badge', '1-1', 'table'),
    link('Old.Desk_Account', 'Shop.Desk', 'Old.Account', '1-1', 'column'),
    link('Old.Order_Accounts', 'Shop.Order', 'Old.Account', '*-*', 'table'),
    // Of the old module, lost.
    link('Old.Account_Home', 'Old.Account', 'Shop.Company', '1-*', 'column'),
    link('Old.Special_Orders', 'Old.Special', 'Shop.Order', '*-*', 'table'),
    // Of the new module.
    link('New.SapUser_Company', 'New.SapUser', 'Shop.Company', '1-*', 'column'),
    link('New.SapUser_Companies', 'New.SapUser', 'Shop.Company', '*-*', 'table'),
    link('New.SapUser_Manager', 'New.SapUser', 'New.SapUser', '1-*', 'table'),
    link('New.SapUser_Deputy', 'New.SapUser', 'New.SapUser', '1-*', 'table'),
    link('New.SapUser_Badge', 'New.SapUser', 'Shop.Badge', '1-1', 'table'),
    link('New.Desk_SapUser', 'Shop.Desk', 'New.SapUser', '1-1', 'column'),
    link('New.Order_SapUsers', 'Shop.Order', 'New.SapUser', '*-*', 'table'),
    // Nothing to do with users.
    link('Shop.Order_Company', 'Shop.Order', 'Shop.Company', '1-*', 'table'),
  ],
};

/** Objects of each entity; users among them are {@link UserName}s. */
const OBJECTS: Record<string, string[]> = {
  'System.User': ['MxAdmin'],
  'Old.Account': ['anna', 'bert', 'cleo'],
  'Old.Special': ['dora', 'emil'],
  'New.SapUser': ['fred', 'gina'],
  'Other.Person': ['hugo', 'ida'],
  'System.UserRole': ['admin', 'user', 'guest'],
  'System.Language': ['english', 'dutch'],
  'System.Session': ['s-anna', 's-bert', 's-dora', 's-fred', 's-hugo'],
  'System.BackgroundJob': ['job-anna', 'job-hugo', 'job-none'],
  'System.TokenInformation': ['t-anna', 't-emil', 't-hugo'],
  'System.Workflow': ['w-anna', 'w-dora', 'w-fred', 'w-company'],
  'System.WorkflowActivity': ['act-anna', 'act-dora', 'act-hugo', 'act-none'],
  'Shop.Company': ['acme', 'bolt', 'crux', 'dune'],
  'Shop.Order': ['o1', 'o2', 'o3', 'o4'],
  'Shop.Desk': ['d1', 'd2', 'd3', 'd4', 'd5'],
  'Shop.Badge': ['b1', 'b2', 'b3', 'b4'],
};

/** `parent child`, by association: moved, kept and untouched users at both ends. */
const LINKS: Record<string, string[]> = {
  'System.UserRoles': [
    'MxAdmin admin',
    'anna admin',
    'anna user',
    'bert user',
    'cleo guest',
    'dora admin',
    'emil user',
    'emil guest',
    'fred user',
    'gina guest',
    'hugo admin',
    'ida user',
  ],
  'System.grantableRoles': ['admin user', 'admin guest'],
  'System.User_Language': ['anna english', 'bert dutch', 'dora dutch', 'fred english', 'hugo dutch'],
  'System.Session_User': ['s-anna anna', 's-bert bert', 's-dora dora', 's-fred fred', 's-hugo hugo'],
  'System.TokenInformation_User': ['t-anna anna', 't-emil emil', 't-hugo hugo'],
  'System.BackgroundJob_Session': ['job-anna s-anna', 'job-hugo s-hugo'],
  'System.WorkflowActivity_Actor': ['act-anna anna', 'act-dora dora', 'act-hugo hugo'],
  'Shop.Order_Buyer': ['o1 anna', 'o2 dora', 'o3 hugo'],
  'Shop.Company_Contacts': ['acme anna', 'acme hugo', 'bolt dora', 'bolt bert', 'crux fred'],
  'Shop.User_Friends': [
    'anna bert',
    'anna hugo',
    'bert dora',
    'dora anna',
    'dora fred',
    'hugo anna',
    'hugo emil',
    'hugo ida',
  ],
  'Shop.User_Mentor': [
    'anna hugo',
    'bert anna',
    'dora emil',
    'emil cleo',
    'hugo bert',
    'ida hugo',
    'fred dora',
  ],
  'Shop.User_Locker': ['anna d1', 'dora d2', 'hugo d3'],
  'Old.Account_Company': ['anna acme', 'bert bolt', 'dora acme', 'emil crux'],
  'Old.Account_Companies': ['anna acme', 'anna bolt', 'cleo bolt', 'dora crux'],
  'Old.Account_Manager': ['bert anna', 'cleo anna', 'anna dora', 'dora anna', 'emil dora'],
  'Old.Account_Deputy': ['anna bert', 'bert emil', 'dora cleo', 'emil dora'],
  'Old.Account_Badge': ['anna b1', 'cleo b2', 'dora b3'],
  'Old.Desk_Account': ['d1 anna', 'd2 bert', 'd3 emil'],
  'Old.Order_Accounts': ['o1 anna', 'o1 bert', 'o2 cleo', 'o2 dora'],
  'Old.Account_Home': ['anna dune', 'bert acme', 'dora bolt'],
  'Old.Special_Orders': ['dora o1', 'emil o2', 'emil o3'],
  'New.SapUser_Company': ['fred acme', 'gina crux'],
  'New.SapUser_Companies': ['fred acme', 'gina bolt'],
  'New.SapUser_Manager': ['fred gina'],
  'New.SapUser_Deputy': ['gina fred'],
  'New.SapUser_Badge': ['fred b4'],
  'New.Desk_SapUser': ['d4 gina'],
  'New.Order_SapUsers': ['o3 fred', 'o4 gina'],
  'Shop.Order_Company': ['o1 acme', 'o3 bolt'],
};

/** Who owns and who changed an object last. */
const OWNERS: Record<string, [owner: string, changedBy: string]> = {
  MxAdmin: ['MxAdmin', 'MxAdmin'],
  anna: ['anna', 'dora'],
  bert: ['bert', 'anna'],
  cleo: ['cleo', 'hugo'],
  dora: ['dora', 'anna'],
  emil: ['emil', 'emil'],
  fred: ['fred', 'bert'],
  gina: ['gina', 'dora'],
  hugo: ['hugo', 'anna'],
  ida: ['ida', 'hugo'],
  acme: ['anna', 'hugo'],
  bolt: ['dora', 'bert'],
  crux: ['hugo', 'fred'],
  dune: ['ida', 'emil'],
  o1: ['bert', ''],
  o2: ['emil', ''],
  o3: ['hugo', ''],
  'w-anna': ['anna', ''],
  'w-dora': ['hugo', ''],
};

const CONTEXTS: Record<string, string> = {
  'w-anna': 'anna',
  'w-dora': 'dora',
  'w-fred': 'fred',
  'w-company': 'acme',
};

const NEW = 'New.SapUser';

const mapped = (source: string, lost: string[]): Step => ({
  source,
  target: NEW,
  keepOldUsers: false,
  attributes: [
    { source: 'Old.Account/FullName', target: 'New.SapUser/FullName' },
    { source: 'Old.Account/Email', target: 'New.SapUser/Mail' },
    { source: 'System.User/Name', target: 'New.SapUser/SignInName' },
    { value: 'moved', target: 'New.SapUser/Origin' },
    { source: 'Old.Account/Age', target: 'New.SapUser/Age' },
    { source: 'Old.Account/Points', target: 'New.SapUser/Points' },
    { source: 'Old.Account/Kind', target: 'New.SapUser/Kind' },
    { source: 'Old.Account/IsLocal', target: 'New.SapUser/IsLocal' },
    { source: 'Old.Account/HiredOn', target: 'New.SapUser/HiredOn' },
    { source: 'Old.Account/Photo', target: 'New.SapUser/Photo' },
  ],
  associations: [
    ['Old.Account_Company', 'New.SapUser_Company'],
    ['Old.Account_Companies', 'New.SapUser_Companies'],
    ['Old.Account_Manager', 'New.SapUser_Manager'],
    ['Old.Account_Deputy', 'New.SapUser_Deputy'],
    ['Old.Account_Badge', 'New.SapUser_Badge'],
    ['Old.Desk_Account', 'New.Desk_SapUser'],
    ['Old.Order_Accounts', 'New.Order_SapUsers'],
  ].map(([from = '', to = '']) => ({ source: from, target: to })),
  acceptLoss: lost,
});

const LOST = ['Remark', 'Salary', 'IsActive', 'LeftOn'].map((name) => `Old.Account/${name}`);

/** Of users who are merged: what differs from the existing user. */
const DIFFERING = [
  ...['FullName', 'Age', 'Points', 'Kind', 'IsLocal', 'HiredOn', 'Photo'].map(
    (name) => `Old.Account/${name}`,
  ),
  ...['Company', 'Companies', 'Manager', 'Deputy', 'Badge'].map((name) => `Old.Account_${name}`),
  ...['FullName', 'SignInName', 'Origin', 'Age', 'Points', 'Kind', 'IsLocal', 'HiredOn', 'Photo'].map(
    (name) => `New.SapUser/${name}`,
  ),
  'System.User/Name',
  'Old.Desk_Account',
  'Shop.User_Locker',
  'Shop.User_Mentor',
  'System.User_Language',
];

const SAME_MAIL: Step['existing'] = {
  match: { source: 'Old.Account/Email', target: 'New.SapUser/Mail' },
  then: 'merge',
  values: 'fill-empty',
};

/** The project in which users are merged. */
export const MERGED = 'selected, renamed, merged';

/** Projects in which every kind of step is there. */
export const PROJECTS: Record<string, Step[]> = {
  'beside, one step kept': [
    {
      ...mapped('Old.Special', []),
      attributes: [
        ...mapped('Old.Special', []).attributes,
        { source: 'Old.Special/Level', target: 'New.SapUser/Level' },
      ],
      keepOldUsers: true,
    },
    mapped('Old.Account', [...LOST, 'Old.Account_Home']),
  ],
  'below, references move': [
    {
      source: 'Old.Special',
      target: 'Old.Lead',
      keepOldUsers: true,
      newNamePostfix: ' (lead)',
      moveReferences: true,
      attributes: [{ source: 'Old.Special/Extra', target: 'Old.Lead/Team' }],
      associations: [],
      acceptLoss: [],
    },
    {
      source: 'Old.Account',
      target: 'Old.Lead',
      keepOldUsers: false,
      attributes: [{ source: 'System.User/Name', target: 'Old.Lead/Team' }],
      associations: [],
      acceptLoss: [],
    },
  ],
};

/** Of users who are selected, some are linked to users who stay: such links cannot be mapped. */
function withoutSelfLinks(step: Step): Step {
  const self = ['Old.Account_Manager', 'Old.Account_Deputy'];
  return { ...step, associations: step.associations.filter(({ source }) => !self.includes(source)) };
}

PROJECTS[MERGED] = [
  {
    ...withoutSelfLinks(mapped('Old.Special', DIFFERING)),
    keepOldUsers: true,
    moveReferences: true,
    existing: SAME_MAIL,
  },
  {
    ...withoutSelfLinks(mapped('Old.Account', [...LOST, 'Old.Account_Home', ...DIFFERING])),
    users: { withRoles: ['user 1'] },
    name: { from: 'Old.Account/Email', case: 'upper' },
    existing: { ...SAME_MAIL, values: 'overwrite', signInWith: 'old' },
  },
];

/** Numbers that are taken, so that new ones are not the first. */
const NEXT_SEQUENCE = 200;

/** Ids of everything in the app by its name. */
export type TinyIds = ReadonlyMap<string, string>;

/** Makes an empty database that of the app; the same ids and values every time. */
export async function fillTinyApp(
  database: TestDatabase,
  options: { randomized: boolean; foreignKeys: boolean },
): Promise<TinyIds> {
  const dialect = SCHEMA_DIALECTS[database.type];
  const traits: SchemaTraits = {
    ...MENDIX_10_22,
    // Without a witness the version says which scheme of ids the database has.
    mendixVersion: options.randomized ? MENDIX_10_22.mendixVersion : '9.10.0.1',
    foreignKeys: options.foreignKeys,
  };
  const model = physicalModel(MODEL);
  const entities = new Map(model.entities.map((entity) => [entity.name, entity]));
  const ids = new Map<string, string>();
  const rows = new Map<string, Map<string, Cell>[]>();
  const row = (table: string, cells: [string, Cell][]): void => {
    rows.set(table, [...(rows.get(table) ?? []), new Map(cells)]);
  };
  for (const [entityName, names] of Object.entries(OBJECTS)) {
    names.forEach((name, position) => {
      const shortId = BigInt(entities.get(entityName)?.shortId ?? 0) << 48n;
      const number = BigInt(position + 1);
      const low = options.randomized ? (number << 7n) + BigInt((position * 37 + 11) % 128) : number;
      ids.set(name, String(shortId + low));
    });
  }
  const reference = (name: string | undefined): Cell =>
    name === undefined || name === '' ? null : (ids.get(name) ?? null);
  for (const [entityName, names] of Object.entries(OBJECTS)) {
    names.forEach((name, position) => {
      let level: PhysicalEntity | null = entities.get(entityName) ?? null;
      for (; level; level = level.generalization) {
        const entity = level;
        const columns = model.associations.filter(
          ({ storage, parent }) => storage === 'column' && parent === entity,
        );
        row(entity.table, [
          ['id', reference(name)],
          ...entity.attributes.map((attribute, n): [string, Cell] => [
            attribute.column,
            attribute.name === 'submetaobjectname' ? entityName : valueFor(name, position, attribute, n),
          ]),
          ...(entity.name === 'System.Workflow'
            ? [['objectid', reference(CONTEXTS[name])] satisfies [string, Cell]]
            : []),
          ...(entity.storesVersion ? [['mxobjectversion', position + 2] satisfies [string, Cell]] : []),
          ...columns.map(({ name: association, childColumn }): [string, Cell] => {
            if (association === 'System.owner') return [childColumn, reference(OWNERS[name]?.[0])];
            if (association === 'System.changedBy') return [childColumn, reference(OWNERS[name]?.[1])];
            const [, child] =
              LINKS[association]?.map((each) => each.split(' ')).find(([parent]) => parent === name) ?? [];
            return [childColumn, reference(child)];
          }),
        ]);
      }
    });
  }
  for (const { name, storage, table, parentColumn, childColumn } of model.associations) {
    if (storage === 'column') continue;
    for (const each of LINKS[name] ?? []) {
      const [parent, child] = each.split(' ');
      row(table, [
        [parentColumn, reference(parent)],
        [childColumn, reference(child)],
      ]);
    }
  }
  const schema = schemaSql(model, database.type, { ...traits, foreignKeys: false });
  const inserts = [...rows].flatMap(([table, list]) =>
    list.flatMap((cells) => insertRows(dialect, table, [...cells.keys()], [[...cells.values()]])),
  );
  const keys = options.foreignKeys
    ? schemaSql(model, database.type, traits).filter((statement) => statement.includes('FOREIGN KEY'))
    : [];
  const counters = [
    `UPDATE mendixsystem$entityidentifier SET object_sequence = ${String(NEXT_SEQUENCE)}`,
    ...(database.type === 'postgres'
      ? model.entities
          .flatMap(({ attributes }) => attributes.flatMap(({ sequence }) => sequence ?? []))
          .map((sequence) => `SELECT setval('${sequence}', 150)`)
      : [`UPDATE mendixsystem$sequence SET current_value = 150`]),
  ];
  for (const statement of [...schema, ...inserts, ...keys, ...counters]) await database.admin(statement);
  return ids;
}

/** E-mail of an old user whom the new module has already. */
const TWINS: Record<string, string> = { fred: 'anna@example.com', gina: 'dora@example.com' };

/** Which of three users have TRUE in the n-th column: no two columns alike, none the same for all. */
const TRUTHS = [0b101, 0b110, 0b011, 0b100, 0b001, 0b010];

/** A value that no other object and no other column has, as far as the type allows; a few are missing. */
function valueFor(name: string, position: number, attribute: PhysicalAttribute, n: number): Cell {
  if (attribute.name === 'Name' && attribute.unique !== null) return name;
  if (attribute.name === 'Password') return `{BCrypt}$2a$10$${name.padEnd(53, 'x')}`;
  const twin = TWINS[name];
  if (attribute.name === 'Mail' && twin !== undefined) return twin;
  if (attribute.name === 'Email') return `${name}@example.com`;
  const number = n * 10 + position + 3;
  switch (attribute.type) {
    case 'AutoNumber':
      return 110 + position;
    case 'Boolean':
      return ((TRUTHS[n % TRUTHS.length] ?? 0) & (1 << (position % 3))) !== 0;
    case 'Integer':
    case 'Long':
      return number;
    case 'Decimal':
      return `${String(number)}.25`;
    case 'DateTime':
      return position === 2 ? null : `20${String(10 + n)}-0${String(1 + position)}-15 12:34:56`;
    case 'Binary':
      return `bytes of ${name}`;
    default: {
      if (position === 2 && attribute.length === 0) return null;
      const value = `${name} ${String(n)}`;
      return attribute.length === 0 ? value : value.slice(0, attribute.length);
    }
  }
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connection } from './connection';
import { UserMigrationError } from './failure';
import type { AttributeMapping, Project, Step } from './project';
import { MAX_PROJECT_SIZE, normaliseProject, parseProject, serializeProject } from './project-file';

const step: Step = {
  source: 'Administration.Account',
  target: 'SapAuthentication.SapUser',
  keepOldUsers: false,
  attributes: [
    { source: 'System.User/Name', target: 'SapAuthentication.SapUser/Email' },
    { source: 'Administration.Account/FullName', target: 'SapAuthentication.SapUser/Department' },
    { value: 'true', target: 'SapAuthentication.SapUser/CreatedBySync' },
  ],
  associations: [{ source: 'Administration.Account_Company', target: 'SapAuthentication.SapUser_Company' }],
  acceptLoss: ['Administration.Account/IsLocalUser', 'Administration.Account/Email'],
};

const project: Project = {
  formatVersion: 1,
  name: 'Accounts to SAP users',
  connection: {
    type: 'postgres',
    host: 'db.example.com',
    port: 5432,
    database: 'app',
    schema: 'public',
    username: 'mendix',
    tls: { mode: 'verify-full', caFile: 'ca.pem' },
  },
  steps: [step],
};

function refusal(text: string): UserMigrationError {
  try {
    parseProject(text);
  } catch (error) {
    if (error instanceof UserMigrationError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

/** The project's text with something put in the place of its name. */
const withField = (field: string): string => serializeProject(project).replace('"name"', `${field}, "name"`);

describe('project file', () => {
  it('is written sorted, with two spaces and a newline at the end', () => {
    expect(serializeProject(project)).toMatchInlineSnapshot(`
      "{
        "formatVersion": 1,
        "name": "Accounts to SAP users",
        "connection": {
          "type": "postgres",
          "host": "db.example.com",
          "port": 5432,
          "database": "app",
          "schema": "public",
          "username": "mendix",
          "tls": {
            "mode": "verify-full",
            "caFile": "ca.pem"
          }
        },
        "steps": [
          {
            "source": "Administration.Account",
            "target": "SapAuthentication.SapUser",
            "keepOldUsers": false,
            "attributes": [
              {
                "value": "true",
                "target": "SapAuthentication.SapUser/CreatedBySync"
              },
              {
                "source": "Administration.Account/FullName",
                "target": "SapAuthentication.SapUser/Department"
              },
              {
                "source": "System.User/Name",
                "target": "SapAuthentication.SapUser/Email"
              }
            ],
            "associations": [
              {
                "source": "Administration.Account_Company",
                "target": "SapAuthentication.SapUser_Company"
              }
            ],
            "acceptLoss": [
              "Administration.Account/Email",
              "Administration.Account/IsLocalUser"
            ]
          }
        ]
      }
      "
    `);
  });

  it('does not depend on the order of fields and mappings', () => {
    const reversed = Object.fromEntries(Object.entries(project).reverse()) as unknown as Project;
    const shuffled = { ...reversed, steps: [{ ...step, attributes: [...step.attributes].reverse() }] };
    expect(serializeProject(shuffled)).toBe(serializeProject(project));
  });

  it('takes a byte order mark and Windows line ends', () => {
    const text = `\uFEFF${serializeProject(project).replaceAll('\n', '\r\n')}`;
    expect(parseProject(text)).toEqual(normaliseProject(project));
  });

  it.each([
    ['a cut-off file', serializeProject(project).slice(0, 300), 'project-not-json', /line \d+, column \d+/],
    ['an empty file', '', 'project-not-json', /line 1, column 1/],
    ['no object', '[]', 'project-invalid', /object/],
    ['an unknown field', withField('"colour": 1'), 'project-unknown-field', /colour/],
    [
      'an unknown field of a mapping',
      serializeProject(project).replace('"value"', '"valeu"'),
      'project-unknown-field',
      /steps\[0\]\.attributes\[0\]\.valeu/,
    ],
    ['a prototype', withField('"__proto__": {}'), 'project-forbidden-field', /__proto__/],
    ['a constructor', withField('"constructor": {}'), 'project-forbidden-field', /constructor/],
    ['a field twice', withField('"steps": []'), 'project-duplicate-field', /"steps" twice/],
    ['a password', withField('"password": "hunter2"'), 'project-has-secret', /"password"/],
    [
      'a passphrase in the connection',
      serializeProject(project).replace('"host"', '"sshPassphrase": "hunter2", "host"'),
      'project-has-secret',
      /connection\.sshPassphrase/,
    ],
    [
      'a password in the host',
      serializeProject(project).replace('db.example.com', 'me:hunter2@db'),
      'project-invalid',
      /connection\.host/,
    ],
    [
      'a newer version',
      serializeProject(project).replace('"formatVersion": 1', '"formatVersion": 3'),
      'project-newer-version',
      /format version 3/,
    ],
    [
      'a wrong port',
      serializeProject(project).replace('5432', '70000'),
      'project-invalid',
      /connection\.port/,
    ],
    [
      'a mapping with both',
      serializeProject(project).replace('"value"', '"source": "a", "value"'),
      'project-invalid',
      /steps\[0\]\.attributes\[0\]: must have either/,
    ],
    ['deep nesting', '['.repeat(100_000), 'project-too-deep', /nested/],
    ['10 MB', `"${'x'.repeat(2 * MAX_PROJECT_SIZE)}"`, 'project-too-large', /large/],
    ['a long name', withField('"domainModel": "' + 'x'.repeat(1000) + '"'), 'project-invalid', /domainModel/],
    ['a NUL', withField('"domainModel": "\\u0000"'), 'project-invalid', /NUL/],
  ])('refuses %s', (_, text, code, message) => {
    const error = refusal(text);
    expect(error).toMatchObject({ code, kind: 'usage' });
    expect(error.message).toMatch(message);
    expect(JSON.stringify(error.toFailure())).not.toContain('hunter2');
    expect(error.message.length).toBeLessThan(1000);
  });

  it('is not written with a field that is not part of it', () => {
    const connection = Object.assign({ password: 'x' }, project.connection);
    expect(() => serializeProject({ ...project, connection })).toThrow(/password/);
  });

  it('parse(serialize(project)) is the project in its normal form', () => {
    fc.assert(
      fc.property(projects(), (generated) => {
        const text = serializeProject(generated);
        expect(parseProject(text)).toEqual(normaliseProject(generated));
        expect(serializeProject(parseProject(text))).toBe(text);
      }),
    );
  });

  it('answers any text with a project or a typed error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), mutilated()), (text) => {
        try {
          parseProject(text);
        } catch (error) {
          expect(error).toBeInstanceOf(UserMigrationError);
        }
      }),
    );
  });
});

function texts(constraints: { minLength: number }): fc.Arbitrary<string> {
  return fc
    .string({ unit: 'binary', maxLength: 30, ...constraints })
    .filter((value) => !value.includes('\u0000') && value.length >= constraints.minLength);
}

function optional<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined });
}

function projects(): fc.Arbitrary<Project> {
  const name = texts({ minLength: 1 });
  const mapping: fc.Arbitrary<AttributeMapping> = fc.oneof(
    fc.record({ source: name, target: name }),
    fc.record({ value: texts({ minLength: 0 }), target: name }),
  );
  const connection: fc.Arbitrary<Connection> = fc.oneof(
    fc.record({ type: fc.constant('sample' as const), users: optional(fc.integer({ min: 1, max: 1000 })) }),
    fc.record({
      type: fc.constantFrom('postgres' as const, 'mysql' as const),
      host: fc.domain(),
      port: fc.integer({ min: 1, max: 65_535 }),
      database: name,
      schema: optional(name),
      username: name,
      tls: optional(
        fc.record({
          mode: fc.constantFrom('disable' as const, 'require' as const, 'verify-full' as const),
          caFile: optional(name),
        }),
      ),
      ssh: optional(
        fc.record({
          host: fc.ipV6(),
          port: fc.constant(22),
          username: name,
          auth: fc.constantFrom('password' as const, 'key' as const, 'agent' as const),
        }),
      ),
      production: optional(fc.boolean()),
    }),
  );
  return fc.record({
    formatVersion: fc.constant(1 as const),
    name: texts({ minLength: 0 }),
    domainModel: optional(name),
    connection: optional(connection),
    steps: fc.array(
      fc.record({
        source: name,
        target: name,
        keepOldUsers: fc.boolean(),
        newNamePostfix: optional(name),
        moveReferences: optional(fc.boolean()),
        attributes: fc.array(mapping, { maxLength: 5 }),
        associations: fc.array(fc.record({ source: name, target: name }), { maxLength: 5 }),
        acceptLoss: fc.array(name, { maxLength: 5 }),
      }),
      { maxLength: 3 },
    ),
  });
}

/** A project's text with a piece replaced. */
function mutilated(): fc.Arbitrary<string> {
  const text = serializeProject(project);
  return fc
    .tuple(fc.nat(text.length), fc.nat(20), fc.string())
    .map(([start, length, put]) => text.slice(0, start) + put + text.slice(start + length));
}

describe('version 2', () => {
  it('has version 2 only where a step says something of version 2', () => {
    const [step] = project.steps;
    if (step === undefined) throw new Error('The project has no move.');
    const selected = { ...project, steps: [{ ...step, users: { withRoles: ['Customer'] } }] };
    expect(parseProject(serializeProject(selected))).toMatchObject({ formatVersion: 2 });
    expect(parseProject(serializeProject(project))).toMatchObject({ formatVersion: 1 });
    expect(serializeProject(parseProject(serializeProject(selected)))).toBe(serializeProject(selected));
  });

  it('refuses names from an attribute and from a file at once', () => {
    const [step] = project.steps;
    if (step === undefined) throw new Error('The project has no move.');
    const both = { ...project, steps: [{ ...step, name: { from: 'A.B/C', namesFile: 'n.csv' } }] };
    expect(() => serializeProject(both)).toThrow(/both "from" and "namesFile"/);
  });
});

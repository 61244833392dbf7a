/**
 * What a project and a connection are made of, as it is read from files and requests: the types in `project.ts` and
 * `connection.ts` come from here.
 */
import { z } from 'zod';

const NUL = '\u0000';

/** A text without NUL, which PostgreSQL refuses in every text. */
const text = (max: number): z.ZodString =>
  z
    .string()
    .max(max)
    .refine((value) => !value.includes(NUL), 'must not contain the character NUL');
const required = (max: number): z.ZodString => text(max).min(1, 'must not be empty');

/** Qualified names; Mendix allows less, but the metadata is what counts. */
const MAX_NAME = 500;
const MAX_PATH = 4096;
/** As much as a constant for an unlimited String may reasonably hold. */
const MAX_VALUE = 100_000;
const MAX_STEPS = 200;
const MAX_MAPPINGS = 10_000;

const host = required(255).regex(/^[^\s@]+$/, 'must be a host name or address, without user or password');
const port = z.int().min(1).max(65_535);

export const tlsSchema = z.strictObject({
  /** As PostgreSQL's documentation names them; MySQL gets the same meanings. */
  mode: z.enum(['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full']),
  caFile: required(MAX_PATH).optional(),
  certFile: required(MAX_PATH).optional(),
  keyFile: required(MAX_PATH).optional(),
});

export const sshSchema = z.strictObject({
  host,
  port,
  username: required(255),
  auth: z.enum(['password', 'key', 'agent']),
  keyFile: required(MAX_PATH).optional(),
});

/** What a project file and a saved connection have: everything but secrets. */
export const serverConnectionSchema = z.strictObject({
  type: z.enum(['postgres', 'mysql']),
  /** A path is a socket of this computer: PostgreSQL's folder, MySQL's file. */
  host,
  port,
  database: required(255),
  /** PostgreSQL only; `public` when absent. */
  schema: required(255).optional(),
  username: text(255),
  tls: tlsSchema.optional(),
  ssh: sshSchema.optional(),
  /** Asks for the database's name before it is written to. */
  production: z.boolean().optional(),
});

/** The built-in sample database, started on demand. */
export const sampleConnectionSchema = z.strictObject({
  type: z.literal('sample'),
  users: z.int().min(1).max(10_000_000).optional(),
});

/** A backup's file, loaded into a private server on demand. It is only read. */
export const backupConnectionSchema = z.strictObject({
  type: z.literal('backup'),
  file: required(MAX_PATH),
});

export const connectionSchema = z.discriminatedUnion('type', [
  serverConnectionSchema,
  sampleConnectionSchema,
  backupConnectionSchema,
]);

/** `Module.Entity/Attribute` to `Module.Entity/Attribute`, or a constant for a target attribute. */
type AttributeMapping = { source: string; target: string } | { value: string; target: string };

/** One schema instead of a union of two, so that a message names the wrong field. */
export const attributeMappingSchema = z
  .strictObject({
    source: required(MAX_NAME).optional(),
    value: text(MAX_VALUE).optional(),
    target: required(MAX_NAME),
  })
  .transform((mapping, context): AttributeMapping => {
    const { source, value, target } = mapping;
    if (source !== undefined && value === undefined) return { source, target };
    if (value !== undefined && source === undefined) return { value, target };
    context.addIssue({ code: 'custom', message: 'must have either "source" or "value"' });
    return z.NEVER;
  });

export const associationMappingSchema = z.strictObject({
  source: required(MAX_NAME),
  target: required(MAX_NAME),
});

const MAX_ROLES = 1000;

/** Which of the source's users move; all conditions must be true. */
export const usersSchema = z.strictObject({
  /** Users who have one of these roles, by the name in the app. */
  withRoles: z.array(required(MAX_NAME)).max(MAX_ROLES).optional(),
  /** Users who have none of these roles. */
  withoutRoles: z.array(required(MAX_NAME)).max(MAX_ROLES).optional(),
  active: z.boolean().optional(),
  /** A CSV file whose first column has the names of the users; its path may be relative to the project file. */
  namesFile: required(MAX_PATH).optional(),
  /** An attribute of the source that has this value; numbers and dates are compared as the database shows them. */
  attribute: z
    .strictObject({
      name: required(MAX_NAME),
      equals: z.union([text(MAX_VALUE), z.number(), z.boolean(), z.null()]),
    })
    .optional(),
});

/** What becomes of a sign-in name, `System.User/Name`. */
export const nameSchema = z
  .strictObject({
    /** A String attribute of the source; absent when the old name is where the new one starts. */
    from: required(MAX_NAME).optional(),
    /** A CSV file of two columns, old and new name. */
    namesFile: required(MAX_PATH).optional(),
    /** `keep` when absent. */
    case: z.enum(['keep', 'lower', 'upper']).optional(),
    /** Spaces at both ends are removed. */
    trim: z.boolean().optional(),
    /** A user whose new name would be empty, or who is not in the file, keeps the old one (when absent), or the check fails. */
    whenEmpty: z.enum(['keep', 'fail']).optional(),
  })
  .refine(
    ({ from, namesFile }) => from === undefined || namesFile === undefined,
    'must not have both "from" and "namesFile"',
  );

/** What happens where the target has the user already. */
export const existingSchema = z.strictObject({
  /** The new name, or a pair of attributes of source and target. */
  match: z
    .union([z.literal('name'), z.strictObject({ source: required(MAX_NAME), target: required(MAX_NAME) })])
    .default('name'),
  ignoreCase: z.boolean().optional(),
  /** `fail`: an error of the check. `skip`: the old user stays. `merge`: what hangs on the old user hangs on the existing one. */
  then: z.enum(['fail', 'skip', 'merge']),
  /** Merge: values of the existing user stay (when absent), are filled where empty, or overwritten where the old user has one. */
  values: z.enum(['keep', 'fill-empty', 'overwrite']).optional(),
  /** Merge: whose sign-in secret is kept; the existing user's when absent. */
  signInWith: z.enum(['existing', 'old']).optional(),
});

/** One pair source -> target. */
export const stepSchema = z.strictObject({
  // Empty while a project is being made: the checks say that an entity is missing.
  /** Entity whose users move, e.g. `Administration.Account`. */
  source: text(MAX_NAME),
  /** Entity they become objects of. */
  target: text(MAX_NAME),
  keepOldUsers: z.boolean(),
  /** Appended to the new user's Name when old users are kept; `_new` when absent. */
  newNamePostfix: required(100).optional(),
  /** Old users kept: move what points at them instead of leaving it with the old user. */
  moveReferences: z.boolean().optional(),
  /** All users of the source when absent. */
  users: usersSchema.optional(),
  /** Names stay as they are when absent. */
  name: nameSchema.optional(),
  /** A user whom the target has already is an error when absent. */
  existing: existingSchema.optional(),
  attributes: z.array(attributeMappingSchema).max(MAX_MAPPINGS),
  associations: z.array(associationMappingSchema).max(MAX_MAPPINGS),
  /** Source attributes and associations whose values may be lost. */
  acceptLoss: z.array(required(MAX_NAME)).max(MAX_MAPPINGS),
});

/** A project file, `*.usermigration.json`. The order of the fields is their order in the file. */
export const projectSchema = z.strictObject({
  /** 2 when a step has `users`, `name` or `existing`; see `normaliseProject`. */
  formatVersion: z.union([z.literal(1), z.literal(2)], 'must be 1 or 2'),
  name: text(200),
  /** Fingerprint of the domain model that the mapping was made for. */
  domainModel: text(200).optional(),
  connection: connectionSchema.optional(),
  steps: z.array(stepSchema).max(MAX_STEPS),
});

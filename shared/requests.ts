/** What every channel accepts, parsed at run time; the types of requests come from here. */
import { z } from 'zod';
import { COLOURS, USERS_FILTERS } from './contract';
import { connectionSchema, projectSchema, serverConnectionSchema } from './project-schema';

/** Far above anything real; keeps a hostile request small. */
const text = z.string().max(4_096);
const name = z.string().max(1_024);
const path = z.string().min(1).max(4_096);
const runId = z.string().min(1).max(128);
const nothing = z.null();
/** Null = nothing is typed. Must match where the connection is marked production. */
const confirmDatabase = name.nullable();

/** Which database a request is about, see `connection.ts`. */
export const identitySchema = z.strictObject({
  /**
   * `host:port` of the connection, then what the server says of itself (system identifier, server UUID ...).
   * Of a backup its file's name, size and SHA-256.
   */
  server: text,
  /** As the server spells it. */
  database: name,
  /** Null on MySQL and MariaDB, where a database has no schemas. */
  schema: name.nullable(),
  /** Digest of the app's own metadata: its version row and the ids of its entities. Another one after a deployment. */
  app: name,
  /** All of it in one text, for journals, reports and plain comparison. */
  key: z.string().max(16_384),
});

/** A request about the database that the page shows: refused unless the page's connection leads to exactly this one. */
const onDatabase = { identity: identitySchema };

export const secretsSchema = z.strictObject({
  password: text.optional(),
  sshPassword: text.optional(),
  sshPassphrase: text.optional(),
  tlsKeyPassphrase: text.optional(),
});

const connect = z.strictObject({
  connection: connectionSchema,
  secrets: secretsSchema,
  /** Take missing secrets from this saved connection's. */
  savedId: z.string().max(64).optional(),
  /** Fingerprint (`SHA256:...`) of an SSH host key that the user accepted just now. */
  acceptHostKey: name.optional(),
});

const storedProject = {
  project: projectSchema,
  /** Where it is stored: files that it names are relative to it. Null or absent: not stored yet. */
  projectPath: path.nullable().optional(),
};

export const REQUESTS = {
  'app.info': nothing,
  'app.openExternal': z.strictObject({ url: text }),
  'app.setDirty': z.strictObject({ dirty: z.boolean() }),
  'app.cancelWork': nothing,

  'connections.list': nothing,
  'connections.save': z.strictObject({
    id: z.string().max(64).nullable(),
    name,
    colour: z.enum(COLOURS),
    connection: serverConnectionSchema,
    /** Null = do not keep any. */
    secrets: secretsSchema.nullable(),
  }),
  'connections.remove': z.strictObject({ id: z.string().max(64) }),

  'connection.chooseFile': nothing,
  'connection.test': connect,
  'connection.open': connect,
  'connection.reconnect': nothing,
  'connection.close': nothing,
  'model.reload': z.strictObject({ ...onDatabase }),
  'model.sampleValues': z.strictObject({ ...onDatabase, entity: name, attributes: z.array(name).max(2_000) }),

  'backup.choose': nothing,
  'backup.dropped': z.strictObject({ path }),
  'backup.recent': nothing,
  'backup.save': z.strictObject({ ...onDatabase, path: path.nullable() }),

  'users.chooseFile': nothing,
  'users.preview': z.strictObject({
    ...onDatabase,
    ...storedProject,
    step: z.int().min(0).max(1_000),
    show: z.enum(USERS_FILTERS),
  }),
  'users.merges': z.strictObject({
    ...onDatabase,
    ...storedProject,
    step: z.int().min(0).max(1_000),
    from: z.int().min(0).max(10_000_000),
  }),

  'project.openDialog': nothing,
  'project.openRecent': z.strictObject({ path }),
  'project.recent': nothing,

  // The file format refuses what is too large, in words.
  'project.parse': z.strictObject({ text: z.string() }),
  'project.serialize': z.strictObject({ project: projectSchema }),
  'project.save': z.strictObject({ project: projectSchema, path: path.nullable() }),
  'project.autosave': z.strictObject({ project: projectSchema, path: path.nullable() }),
  'project.recover': nothing,
  'project.discardRecovery': nothing,

  'check.run': z.strictObject({
    ...onDatabase,
    ...storedProject,
    ignoreRunningApp: z.boolean(),
  }),
  'plan.preview': z.strictObject({ ...onDatabase, ...storedProject }),
  'plan.exportSql': z.strictObject({ ...onDatabase, ...storedProject }),
  'run.start': z.strictObject({
    ...onDatabase,
    ...storedProject,
    mode: z.enum(['rehearsal', 'run']),
    ignoreRunningApp: z.boolean(),
    confirmDatabase,
  }),
  'run.cancel': z.strictObject({ run: runId.nullable() }),
  'run.status': z.strictObject({ run: runId.nullable() }),

  'users.testSignIn': z.strictObject({ ...onDatabase, name: text, password: text }),
  'users.describe': z.strictObject({
    ...onDatabase,
    ids: z.array(z.string().max(32)).max(1_000),
    attribute: name.nullable(),
  }),
  'users.sample': z.strictObject({ ...onDatabase, ...storedProject }),

  'runs.list': z.strictObject({ ...onDatabase }),
  'runs.report': z.strictObject({ ...onDatabase, runId }),
  'runs.undo': z.strictObject({ ...onDatabase, runId, force: z.boolean(), confirmDatabase }),
  'runs.forget': z.strictObject({ ...onDatabase, runId }),

  'report.export': z.strictObject({
    identity: identitySchema.nullable(),
    report: z.union([z.strictObject({ id: runId }), z.strictObject({ runId })]),
    format: z.enum(['html', 'pdf', 'json', 'csv']),
    includeNames: z.boolean(),
  }),
};

/** What every channel accepts, parsed at run time. The types are the contract's: a difference does not compile. */
import { z } from 'zod';
import type { ConnectionSecrets, DatabaseIdentity } from '../../shared/connection';
import { USERS_FILTERS } from '../../shared/contract';
import type { Channel, ConnectRequest, Request } from '../../shared/contract';
import { connectionSchema, projectSchema, serverConnectionSchema } from '../../shared/project-schema';

/** Far above anything real; keeps a hostile request small. */
const text = z.string().max(4_096);
const name = z.string().max(1_024);
const path = z.string().min(1).max(4_096);
const runId = z.string().min(1).max(128);
const nothing = z.null();
/** Where the project is stored: the files that it names are relative to it. */
const projectPath = path.nullable().optional();

const identity: z.ZodType<DatabaseIdentity> = z.strictObject({
  server: text,
  database: name,
  schema: name.nullable(),
  app: name,
  key: z.string().max(16_384),
});

export const secretsSchema: z.ZodType<ConnectionSecrets> = z.strictObject({
  password: text.optional(),
  sshPassword: text.optional(),
  sshPassphrase: text.optional(),
  tlsKeyPassphrase: text.optional(),
});

const connect: z.ZodType<ConnectRequest> = z.strictObject({
  connection: connectionSchema,
  secrets: secretsSchema,
  savedId: z.string().max(64).optional(),
  acceptHostKey: name.optional(),
});

export const REQUESTS: { readonly [C in Channel]: z.ZodType<Request<C>> } = {
  'app.info': nothing,
  'app.openExternal': z.strictObject({ url: text }),
  'app.setDirty': z.strictObject({ dirty: z.boolean() }),
  'app.cancelWork': nothing,

  'connections.list': nothing,
  'connections.save': z.strictObject({
    id: z.string().max(64).nullable(),
    name,
    colour: z.enum(['none', 'red', 'orange', 'green', 'blue', 'violet']),
    connection: serverConnectionSchema,
    secrets: secretsSchema.nullable(),
  }),
  'connections.remove': z.strictObject({ id: z.string().max(64) }),

  'connection.chooseFile': nothing,
  'connection.test': connect,
  'connection.open': connect,
  'connection.reconnect': nothing,
  'connection.close': nothing,
  'model.reload': z.strictObject({ identity }),
  'model.sampleValues': z.strictObject({ identity, entity: name, attributes: z.array(name).max(2_000) }),

  'backup.choose': nothing,
  'backup.dropped': z.strictObject({ path }),
  'backup.recent': nothing,
  'backup.save': z.strictObject({ identity, path: path.nullable() }),

  'users.chooseFile': nothing,
  'users.preview': z.strictObject({
    identity,
    project: projectSchema,
    projectPath,
    step: z.int().min(0).max(1_000),
    show: z.enum(USERS_FILTERS),
  }),
  'users.merges': z.strictObject({
    identity,
    project: projectSchema,
    projectPath,
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
    identity,
    project: projectSchema,
    projectPath,
    ignoreRunningApp: z.boolean(),
  }),
  'plan.preview': z.strictObject({ identity, project: projectSchema, projectPath }),
  'plan.exportSql': z.strictObject({ identity, project: projectSchema, projectPath }),
  'run.start': z.strictObject({
    identity,
    project: projectSchema,
    projectPath,
    mode: z.enum(['rehearsal', 'run']),
    ignoreRunningApp: z.boolean(),
    confirmDatabase: name.nullable(),
  }),
  'run.cancel': z.strictObject({ run: runId.nullable() }),
  'run.status': z.strictObject({ run: runId.nullable() }),

  'users.testSignIn': z.strictObject({ identity, name: text, password: text }),
  'users.describe': z.strictObject({
    identity,
    ids: z.array(z.string().max(32)).max(1_000),
    attribute: name.nullable(),
  }),
  'users.sample': z.strictObject({ identity, project: projectSchema, projectPath }),

  'runs.list': z.strictObject({ identity }),
  'runs.report': z.strictObject({ identity, runId }),
  'runs.undo': z.strictObject({ identity, runId, force: z.boolean(), confirmDatabase: name.nullable() }),
  'runs.forget': z.strictObject({ identity, runId }),

  'report.export': z.strictObject({
    identity: identity.nullable(),
    report: z.union([z.strictObject({ id: runId }), z.strictObject({ runId })]),
    format: z.enum(['html', 'pdf', 'json', 'csv']),
    includeNames: z.boolean(),
  }),
};

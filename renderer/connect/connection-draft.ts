import type {
  ConnectionSecrets,
  ServerConnection,
  SshSettings,
  TlsMode,
  TlsSettings,
} from '../../shared/connection';
import { DEFAULT_TLS_MODE } from '../../shared/connection';

interface TlsDraft {
  tlsMode: TlsMode;
  caFile: string;
  certFile: string;
  keyFile: string;
}

interface SshDraft {
  useSsh: boolean;
  sshHost: string;
  sshPort: string;
  sshUsername: string;
  sshAuth: SshSettings['auth'];
  sshKeyFile: string;
}

/** The fields of the connection form. Texts as typed; what does not apply is kept but not sent. */
export interface ConnectionDraft extends TlsDraft, SshDraft {
  type: 'postgres' | 'mysql';
  host: string;
  port: string;
  database: string;
  schema: string;
  username: string;
  production: boolean;
}

/** As typed; empty where nothing was. */
export type SecretsDraft = Record<keyof ConnectionSecrets, string>;

export const DEFAULT_PORTS = { postgres: '5432', mysql: '3306' } as const;

export function emptyDraft(): ConnectionDraft {
  return {
    type: 'postgres',
    host: '',
    port: DEFAULT_PORTS.postgres,
    database: '',
    schema: '',
    username: '',
    ...tlsDraft(undefined),
    ...sshDraft(undefined),
    production: false,
  };
}

export function emptySecrets(): SecretsDraft {
  return { password: '', sshPassword: '', sshPassphrase: '', tlsKeyPassphrase: '' };
}

export function toDraft(connection: ServerConnection): ConnectionDraft {
  return {
    ...tlsDraft(connection.tls),
    ...sshDraft(connection.ssh),
    type: connection.type,
    host: connection.host,
    port: String(connection.port),
    database: connection.database,
    schema: connection.schema ?? '',
    username: connection.username,
    production: connection.production ?? false,
  };
}

function tlsDraft(tls: TlsSettings | undefined): TlsDraft {
  return {
    tlsMode: tls?.mode ?? DEFAULT_TLS_MODE,
    caFile: tls?.caFile ?? '',
    certFile: tls?.certFile ?? '',
    keyFile: tls?.keyFile ?? '',
  };
}

function sshDraft(ssh: SshSettings | undefined): SshDraft {
  return {
    useSsh: ssh !== undefined,
    sshHost: ssh?.host ?? '',
    sshPort: String(ssh?.port ?? 22),
    sshUsername: ssh?.username ?? '',
    sshAuth: ssh?.auth ?? 'agent',
    sshKeyFile: ssh?.keyFile ?? '',
  };
}

export function fromDraft(draft: ConnectionDraft): ServerConnection {
  const optional = (text: string): string | undefined => text.trim() || undefined;
  return {
    type: draft.type,
    host: draft.host.trim(),
    port: portOf(draft.port, Number(DEFAULT_PORTS[draft.type])),
    database: draft.database.trim(),
    schema: draft.type === 'postgres' ? optional(draft.schema) : undefined,
    username: draft.username.trim(),
    tls: tlsOf(draft, optional),
    ssh: draft.useSsh ? sshOf(draft, optional) : undefined,
    production: draft.production || undefined,
  };
}

/** What was typed, without what was not. */
export function secretsOf(draft: SecretsDraft): ConnectionSecrets {
  return Object.fromEntries(Object.entries(draft).filter(([, text]) => text !== ''));
}

export function isComplete(draft: ConnectionDraft): boolean {
  const needed = [draft.host, draft.database, draft.username];
  if (draft.useSsh) needed.push(draft.sshHost, draft.sshUsername);
  return needed.every((text) => text.trim() !== '');
}

function tlsOf(draft: ConnectionDraft, optional: (text: string) => string | undefined): TlsSettings {
  if (draft.tlsMode === 'disable') return { mode: 'disable' };
  return {
    mode: draft.tlsMode,
    caFile: optional(draft.caFile),
    certFile: optional(draft.certFile),
    keyFile: optional(draft.keyFile),
  };
}

function sshOf(draft: ConnectionDraft, optional: (text: string) => string | undefined): SshSettings {
  return {
    host: draft.sshHost.trim(),
    port: portOf(draft.sshPort, 22),
    username: draft.sshUsername.trim(),
    auth: draft.sshAuth,
    keyFile: draft.sshAuth === 'key' ? optional(draft.sshKeyFile) : undefined,
  };
}

function portOf(text: string, fallback: number): number {
  const port = Number(text);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : fallback;
}

import type { ConnectionSecrets, ServerConnection, SshSettings } from '../../../shared/connection';
export interface Tunnel {
  address: { host: string; port: number };
  close(): Promise<void>;
}
export function openTunnel(
  _ssh: SshSettings,
  _target: ServerConnection,
  _secrets: ConnectionSecrets,
  _acceptHostKey: string | undefined,
): Promise<Tunnel> {
  throw new Error('later');
}

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** `known` = this very key; `changed` = another key, or this one was revoked; `unknown` = nothing recorded. */
export type HostKeyStatus = 'known' | 'unknown' | 'changed';

interface KnownHost {
  revoked: boolean;
  /** `ssh-ed25519`, ... */
  type: string;
  /** The public key as it is sent, base64. */
  key: string;
}

/** The fingerprint that `ssh` and `ssh-keygen -l` show: `SHA256:` and base64 without padding. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/**
 * Looks a server's key up in the text of a `known_hosts` file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"):
 * plain, wildcard and hashed names, `[host]:port`, `@revoked`. A host of which only other keys are recorded
 * counts as changed, whatever their types: else an attacker need only offer a type that is not recorded.
 */
export function hostKeyStatus(knownHosts: string, host: string, port: number, key: Buffer): HostKeyStatus {
  const recorded = knownHostsOf(knownHosts, host, port);
  const encoded = key.toString('base64');
  if (recorded.some((entry) => entry.revoked && entry.key === encoded)) return 'changed';
  const valid = recorded.filter((entry) => !entry.revoked);
  if (valid.some((entry) => entry.key === encoded)) return 'known';
  return valid.length === 0 ? 'unknown' : 'changed';
}

/** Types of the keys recorded of a host: the server is asked for these first. */
export function knownKeyTypes(knownHosts: string, host: string, port: number): string[] {
  const entries = knownHostsOf(knownHosts, host, port).filter((entry) => !entry.revoked);
  return [...new Set(entries.map(({ type }) => type))];
}

/** The line that records a key. */
export function knownHostsLine(host: string, port: number, key: Buffer): string {
  // The key begins with its type: four bytes of length, then the name.
  const type = key.subarray(4, 4 + key.readUInt32BE(0)).toString('latin1');
  return `${addressOf(host, port)} ${type} ${key.toString('base64')}\n`;
}

const SSH_PORT = 22;

function addressOf(host: string, port: number): string {
  const name = host.toLowerCase();
  return port === SSH_PORT ? name : `[${name}]:${String(port)}`;
}

function knownHostsOf(text: string, host: string, port: number): KnownHost[] {
  const address = addressOf(host, port);
  return text.split(/\r?\n/).flatMap((line): KnownHost[] => {
    const fields = line.trim().split(/\s+/);
    const marker = fields[0]?.startsWith('@') === true ? fields.shift() : undefined;
    const [names, type, key] = fields;
    if (names === undefined || type === undefined || key === undefined || names.startsWith('#')) return [];
    // Certificates are not supported: their authority says nothing about a plain key.
    if (marker === '@cert-authority' || !matchesNames(names, address)) return [];
    return [{ revoked: marker === '@revoked', type, key }];
  });
}

function matchesNames(names: string, address: string): boolean {
  if (names.startsWith('|1|')) return matchesHash(names, address);
  const patterns = names.split(',');
  const negated = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  if (negated.some((pattern) => matchesPattern(pattern, address))) return false;
  return patterns.some((pattern) => !pattern.startsWith('!') && matchesPattern(pattern, address));
}

/** `|1|salt|HMAC-SHA1(salt, name)`, both in base64. */
function matchesHash(hashed: string, address: string): boolean {
  const [, , salt = '', hash = ''] = hashed.split('|');
  const expected = Buffer.from(hash, 'base64');
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(address).digest();
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** `*` any characters, `?` one. */
function matchesPattern(pattern: string, address: string): boolean {
  const source = pattern
    .toLowerCase()
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(address);
}

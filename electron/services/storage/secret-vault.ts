/** Encrypts with a key that the operating system keeps for this user. */
export interface SecretVault {
  /** When not available, `reason` is one sentence for the user. */
  available(): Promise<{ available: boolean; reason: string | null }>;
  encrypt(text: string): Promise<Uint8Array>;
  /** @throws Error where the key is another one by now */
  decrypt(encrypted: Uint8Array): Promise<string>;
}

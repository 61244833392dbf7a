import type { SafeStorage } from 'electron';
import type { SecretVault } from '../services';

const NO_KEYRING =
  'This desktop has no keyring (such as GNOME Keyring or KWallet) that could encrypt passwords, so they are not kept.';
const NOT_AVAILABLE = 'The operating system offers no encryption of passwords here, so they are not kept.';

type Keychain = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
>;

/** Secrets encrypted with a key of the operating system's keychain. Where that would be no real key, none are kept. */
export function secretVault(keychain: Keychain, platform: NodeJS.Platform = process.platform): SecretVault {
  return {
    async available() {
      if (!(await keychain.isAsyncEncryptionAvailable())) {
        return { available: false, reason: platform === 'linux' ? NO_KEYRING : NOT_AVAILABLE };
      }
      // The key of `basic_text` is a constant in Chromium's source.
      return platform === 'linux' && keychain.getSelectedStorageBackend() === 'basic_text'
        ? { available: false, reason: NO_KEYRING }
        : { available: true, reason: null };
    },
    encrypt: (text) => keychain.encryptStringAsync(text),
    decrypt: async (encrypted) => (await keychain.decryptStringAsync(Buffer.from(encrypted))).result,
  };
}

import type { Handshake } from '../dialect';

/** SSLRequest of the protocol: its length, and a code that is no version. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

export const postgresHandshake: Handshake = {
  name: 'PostgreSQL',
  greeting: SSL_REQUEST,
  // One byte: yes or no.
  isAnswer: (data) => data.length === 1 && /[SN]/.test(data.toString('latin1')),
};

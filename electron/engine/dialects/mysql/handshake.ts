import type { Handshake } from '../dialect';

/** A packet's length takes three bytes, its number one. */
const HEADER = 4;
const PROTOCOL_10 = 10;
/** Such as "Host is blocked". */
const ERROR = 0xff;

export const mysqlHandshake: Handshake = {
  name: 'MySQL or MariaDB',
  greeting: null,
  isAnswer: (data) => {
    const first = data.at(HEADER);
    return (
      data.length > HEADER + 1 && data.at(HEADER - 1) === 0 && (first === PROTOCOL_10 || first === ERROR)
    );
  },
};

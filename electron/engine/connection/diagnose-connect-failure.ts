import { UserMigrationError, type Failure } from '../../../shared/failure';
import type { ConnectPlace, DriverError, ErrorDialect } from '../dialects/dialect';
import { passwordMissing } from '../dialects/shared-errors';
import { driverErrorOf } from './driver-error';

/** Why no connection came about, each cause with its own code and remedy. */
export function diagnoseConnectFailure(
  error: unknown,
  place: ConnectPlace,
  errors: ErrorDialect,
): UserMigrationError {
  if (error instanceof UserMigrationError) return error;
  const driverError = driverErrorOf(error);
  const failure =
    driverError === null
      ? null
      : (errors.describeConnect(driverError, place) ??
        describeTls(driverError, place) ??
        describeNetwork(driverError, place) ??
        (errors.isConnectionLost(driverError) ? closed(addressOf(place)) : null));
  if (failure?.code === 'wrong-password' && !place.hasPassword) {
    return new UserMigrationError('connection', passwordMissing(place.username));
  }
  return new UserMigrationError(
    'connection',
    failure ?? unknown(driverError?.message ?? String(error), place),
  );
}

function addressOf({ host, port }: ConnectPlace): string {
  return `${host}:${String(port)}`;
}

function describeNetwork(error: DriverError, place: ConnectPlace): Failure | null {
  const { host } = place;
  const server = addressOf(place);
  switch (error.code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
      return {
        code: 'unknown-host',
        message: `There is no host ${host}.`,
        cause: 'Its name cannot be resolved from this computer.',
        remedy: 'Check the spelling; inside another network, connect its VPN or use an SSH tunnel.',
      };
    case 'ENOENT':
      return {
        code: 'no-such-socket',
        message: `There is no socket at ${host}.`,
        cause: 'The server is not running, has its socket elsewhere or runs on another computer.',
        remedy:
          'Check the path; SHOW unix_socket_directories or SELECT @@socket tells it. Or give a host name.',
      };
    case 'ECONNREFUSED':
      return {
        code: 'connection-refused',
        message: `Nothing answers at ${server}.`,
        cause: 'The server is not running, listens on another port or only to its own computer.',
        remedy:
          'Check the port and that the database is running; if it is not reachable from here, use an SSH tunnel.',
      };
    case 'ECONNRESET':
    case 'EPIPE':
      return closed(server);
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
      return timeout(server);
    default:
      return /timeout/i.test(error.message) ? timeout(server) : null;
  }
}

function closed(server: string): Failure {
  return {
    code: 'connection-closed',
    message: `${server} closed the connection at once.`,
    cause: 'Something between refuses it, or what listens there is not a database of this type.',
    remedy: 'Check the type of the database, the port, and firewalls in between.',
  };
}

function timeout(server: string): Failure {
  return {
    code: 'connection-timeout',
    message: `${server} did not answer within 10 seconds.`,
    cause: 'A firewall drops the connection, or the server cannot be reached from this network.',
    remedy: 'Check the host and port, connect the VPN, or use an SSH tunnel.',
  };
}

/** Node's codes for certificates that do not verify. https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const CERTIFICATE_CODES = /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|CRL_|INVALID_)/;

/** mysql2 puts this in the place of Node's code; what did not verify is left in the message only. */
const HANDSHAKE = 'HANDSHAKE_SSL_ERROR';

/** OpenSSL on the server's certificate, not an alert of the server on ours. */
const CERTIFICATE_MESSAGE = /^(?!.*(SSL routines|alert)).*(certificate|CRL)/i;

function describeTls(error: DriverError, { host }: ConnectPlace): Failure | null {
  const code = error.code ?? '';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || error.message.startsWith('Hostname/IP does not match')) {
    return {
      code: 'tls-host-mismatch',
      message: `The server's certificate was not issued for ${host}.`,
      cause: error.message,
      remedy:
        'Use the name that the certificate bears, or TLS mode "verify-ca" if its authority signs for you alone.',
    };
  }
  if (CERTIFICATE_CODES.test(code) || (code === HANDSHAKE && CERTIFICATE_MESSAGE.test(error.message))) {
    return {
      code: 'tls-certificate-invalid',
      message: "The server's certificate cannot be verified.",
      cause: `${error.message} (${code}).`,
      remedy:
        'Choose the CA file of the authority that signed it, as its operator (e.g. the cloud) publishes it.',
    };
  }
  if (
    code === HANDSHAKE ||
    code.startsWith('ERR_SSL_') ||
    code.startsWith('ERR_OSSL_') ||
    code.startsWith('ERR_TLS_')
  ) {
    return {
      code: 'tls-failed',
      message: 'The encrypted connection could not be set up.',
      cause: `${error.message} (${code}).`,
      remedy:
        'Check the client certificate, its key and passphrase, and the TLS versions that the server allows.',
    };
  }
  return null;
}

function unknown(message: string, place: ConnectPlace): Failure {
  return {
    code: 'connection-failed',
    message: `The connection to ${addressOf(place)} could not be opened.`,
    cause: message === '' ? 'The driver does not say why.' : message,
    remedy: "Check the connection's details with the administrator of the database.",
  };
}

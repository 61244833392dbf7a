/** Somebody else's session never waits for a lock: it is let in, or it is not. */
export const NO_WAIT = {
  postgres: [`SET lock_timeout = '2ms'`],
  mysql: ['SET SESSION innodb_lock_wait_timeout = 0', 'SET SESSION lock_wait_timeout = 0'],
};

/** What such a session is told then. */
export const LOCKED = new Set(['55P03', 'ER_LOCK_WAIT_TIMEOUT', 'ER_LOCK_DEADLOCK', '40P01']);

/** Codes with which a run or an undo may give way to somebody who was first. */
export const GAVE_WAY = [
  'changed-since-check',
  'verification-failed',
  'lock-timeout',
  'deadlock',
  'unique-violation',
];

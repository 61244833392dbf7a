/** A database server of the tests and its administrator's account, passed from the global setup to the workers. */
export interface ServerAddress {
  type: 'postgres' | 'mysql';
  host: string;
  port: number;
  username: string;
  password: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    testServers: ServerAddress[];
  }
}

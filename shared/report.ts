import type { Failure } from './failure';
import type { Finding } from './findings';
import type { AssociationMapping, AttributeMapping, Step } from './project';

export type Outcome =
  'committed' | 'rolled-back' | 'rehearsed' | 'refused' | 'checked' | 'undone' | 'unknown';

export interface StatementResult {
  title: string;
  step: number | null;
  rows: number;
  ms: number;
  /** `rolled-back` for statements that had run when the transaction was rolled back; `skipped` had nothing to move. */
  state: 'done' | 'failed' | 'rolled-back' | 'not-run' | 'skipped';
}

export interface VerificationResult {
  name: string;
  step: number | null;
  ok: boolean;
  detail: string;
}

/** Users per entity, for the report's table and plot. */
export interface EntityUsers {
  entity: string;
  before: number;
  after: number;
}

/** Attributes and associations that a user keeps without a mapping, by qualified name. */
export interface CarriedOver {
  attributes: string[];
  associations: string[];
}

/** Users of a step that selects or renames them, or merges them with existing ones. */
export interface SignOnCounts {
  /** Users of the source before. */
  of: number;
  /** Moved users who sign in with another name than before, the merged ones aside. */
  renamed: number;
  /** Moved users who are merged with an existing one. */
  merged: number;
  /** Not selected, or skipped since the target has them: they are as before. */
  stayed: number;
}

export interface ReportStep {
  source: string;
  target: string;
  keepOldUsers: boolean;
  newNamePostfix: string | null;
  users: number;
  /** Which users, under which name, and whom the target had already; only what the project says. */
  rules?: Pick<Step, 'users' | 'name' | 'existing'>;
  /** What became of them; of a step with `rules`, once users were moved. */
  signOn?: SignOnCounts;
  /** Missing in reports of earlier versions, and where nothing could be found out. */
  carriedOver?: CarriedOver;
  attributes: AttributeMapping[];
  associations: AssociationMapping[];
}

/** A row or link that an undo left out or overwrote, and why. */
export interface NotRestored {
  /** Entity or association. */
  subject: string;
  /** Object id, or `parent -> child` of a link. */
  row: string;
  reason: string;
}

/** Everything that is known after a check, rehearsal, run or undo. Exported as HTML, PDF, JSON or CSV. No secret is in it. */
export interface Report {
  reportVersion: 1;
  /** Of a report that a page of the program made: what it is exported by. */
  id?: string;
  kind: 'check' | 'rehearsal' | 'run' | 'undo';
  outcome: Outcome;
  runId: string | null;
  project: string;
  planHash: string | null;
  toolVersion: string;
  operator: string;
  /** ISO 8601, UTC. */
  startedAt: string;
  finishedAt: string;
  ms: number;
  database: {
    type: string;
    /** Of a backup the name of its file. */
    host: string;
    /** Tells a backup apart from others of this name. */
    backup?: { size: number; sha256: string };
    database: string;
    schema: string | null;
    serverVersion: string;
    mendixVersion: string | null;
    idScheme: string | null;
    /** Key of the database's identity. Missing in reports of earlier versions. */
    identity?: string;
  };
  steps: ReportStep[];
  findings: Finding[];
  statements: StatementResult[];
  verification: VerificationResult[];
  users: EntityUsers[];
  /** Attributes and associations whose values were lost by confirmation, with the count. */
  losses: { step: number; subject: string; count: number }[];
  failure: Failure | null;
  /** Undo: what could not be restored, row by row, up to 10,000 for each entity or association. */
  notRestored?: NotRestored[];
}

/** One line of the history, from the journal in the database. */
export interface RunSummary {
  runId: string;
  startedAt: string;
  finishedAt: string;
  operator: string;
  toolVersion: string;
  project: string;
  state: 'committed' | 'undone' | 'forgotten';
  users: number;
  steps: { source: string; target: string; users: number }[];
  /** The id map and the old values are still there. */
  undoable: boolean;
}

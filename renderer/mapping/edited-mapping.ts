/** What is edited: which target, and what is written to it. */
export interface EditedMapping {
  target: string;
  from: { kind: 'source'; source: string } | { kind: 'constant'; value: string };
}

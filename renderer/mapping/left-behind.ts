/** What is not carried over: an attribute with values or an association with links. */
export interface LeftBehind {
  name: string;
  type: string;
  /** As the last check counted; null before one. */
  count: number | null;
  amount: string;
  accepted: boolean;
}

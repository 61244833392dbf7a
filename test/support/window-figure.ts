/** What a user waits for in the window, in milliseconds. */
export interface WindowFigure {
  what: string;
  ms: number;
  goal: number;
}

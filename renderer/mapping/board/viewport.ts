/** One side's rows, and the part of them that is in view. All in pixels. */
export interface Viewport {
  rowOf: ReadonlyMap<string, number>;
  scroll: number;
  height: number;
}

/** One label with one or more bars below each other. */
export interface PlotRow {
  label: string;
  bars: { value: number; text: string; series: 0 | 1 }[];
}

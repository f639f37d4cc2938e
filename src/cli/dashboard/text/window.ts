/** Room of the terminal, or of a part of it. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** The first row shown of a list of `length` rows, so that the chosen one stands in the middle where that goes. */
export function windowStart(chosen: number, length: number, rows: number): number {
  return Math.max(0, Math.min(chosen - Math.floor(rows / 2), length - rows));
}

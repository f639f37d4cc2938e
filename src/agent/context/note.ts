/** A file that was passed over, and why: for `doctor` to show. Both are hostile text. */
export interface Note {
  /** Absolute path. */
  readonly file: string;
  readonly reason: string;
}

/** Takes notes while files are read. */
export type TakeNote = (file: string, reason: string) => void;

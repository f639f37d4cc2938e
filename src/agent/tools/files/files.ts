/** What the file tools need of a file system. Paths are absolute and without links; all throw what the system says. */
export interface Files {
  /** Never waits for the other end of a pipe. */
  open(path: string): Promise<OpenFile | NoFile>;
  /**
   * Gives the file its whole new content in one step: a reader sees the old one or the new one. Makes folders that are
   * missing. `mode` is what `open` said of the file it replaces, null for a new one.
   */
  replace(path: string, content: Uint8Array, mode: number | null): Promise<void>;
  /** Removes what `replace` of this path has left in a process that was killed in its middle. */
  removeTorn(path: string): Promise<void>;
}

/** A regular file, held open for reading until it is closed. */
export interface OpenFile {
  readonly kind: 'file';
  /** In bytes, when it was opened. Files that the system makes up say 0. */
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  /** Its first bytes, enough to tell what it holds. */
  readonly head: Buffer;
  /** All bytes from the beginning; throws for `signal`. */
  chunks(signal: AbortSignal): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

/** `special`: a pipe, a device, something else that may have no end. */
export interface NoFile {
  readonly kind: 'directory' | 'special';
}

/** All of a file, or null when it has more than `most` bytes. */
export async function contentOf(file: OpenFile, most: number, signal: AbortSignal): Promise<Buffer | null> {
  if (file.size > most) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of file.chunks(signal)) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > most) return null;
  }
  return Buffer.concat(chunks);
}

/** Why a tool for files does nothing with something else. */
export function noFile(path: string, { kind }: NoFile): string {
  return kind === 'directory'
    ? `${path} is a directory. Use Glob to list what is in it.`
    : `${path} is not a regular file.`;
}

/**
 * Finds the line `<seal> <status>` in a stream of bytes: what comes before it was printed by a command, what comes
 * after it by processes that outlive the command. The seal is a secret that the command does not know.
 */
export interface SealReader {
  /** The bytes so far that belong to the output. What may be the begin of the seal is held back. */
  read(chunk: Buffer): Buffer;
  /** What is held back when the stream has ended. */
  rest(): Buffer;
  /** The exit status; undefined until the seal has come. */
  status(): number | undefined;
}

export function createSealReader(seal: string): SealReader {
  const needle = Buffer.from(seal);
  let held = Buffer.alloc(0);
  let status: number | undefined;

  const holdFrom = (bytes: Buffer, at: number): Buffer => {
    held = Buffer.from(bytes.subarray(at));
    return bytes.subarray(0, at);
  };

  return {
    read(chunk) {
      if (status !== undefined) return chunk;
      const bytes = Buffer.concat([held, chunk]);
      const at = bytes.indexOf(needle);
      if (at === -1) return holdFrom(bytes, bytes.length - overlap(bytes, needle));
      const lineEnd = bytes.indexOf('\n', at);
      if (lineEnd === -1) return holdFrom(bytes, at);
      status = Number(bytes.subarray(at + needle.length, lineEnd).toString());
      held = Buffer.alloc(0);
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(lineEnd + 1)]);
    },
    rest: () => held,
    status: () => status,
  };
}

/** How many bytes at the end of `bytes` are the begin of `needle`. */
function overlap(bytes: Buffer, needle: Buffer): number {
  for (let length = Math.min(bytes.length, needle.length - 1); length > 0; length -= 1) {
    if (bytes.subarray(-length).equals(needle.subarray(0, length))) return length;
  }
  return 0;
}

/** Names the transcript of one agent. Its place follows from this alone, so that every leg finds it (G1). */
export interface TranscriptRef {
  /** Workflow id of the run. */
  readonly run: string;
  readonly call: number;
  /** Which conversation of the agent: how often it began anew. The first one, 0, unless given. */
  readonly restarts?: number;
}

/**
 * The conversations of agents, entry by entry. A transcript only grows: entries are never changed or removed.
 *
 * Appending is fenced by number (G2): a writer says which entry it believes to be the next, and one that was thought
 * dead and wakes up finds its number taken. It must then stop, since a successor owns the conversation.
 */
export interface TranscriptLog {
  /**
   * All entries in order, as JSON values, from entry number `from` on (0 unless given); [] when there are none.
   *
   * @throws LonghaulError TRANSCRIPT_DAMAGED, STORAGE_UNREADABLE
   */
  read(ref: TranscriptRef, from?: number): Promise<readonly unknown[]>;
  /**
   * Appends `entry`, a JSON value, as entry number `at` (0-based). 'superseded' when there is an entry with that number
   * already. Atomic: a reader sees the whole entry or none. Once this resolves the entry outlives the process; a loss
   * of power may cost the newest ones.
   *
   * @throws LonghaulError TRANSCRIPT_DAMAGED when entry `at - 1` is missing; STORAGE_FULL, STORAGE_UNWRITABLE
   */
  append(ref: TranscriptRef, at: number, entry: unknown): Promise<'appended' | 'superseded'>;
}

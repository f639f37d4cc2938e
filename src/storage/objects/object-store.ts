/**
 * Bytes under names: what blobs and transcripts are made of. A name is one or more parts of letters, digits, `.`, `_`
 * and `-`, parted by `/`; the caller vouches for it.
 *
 * Every method may be called at once by any number of processes on the same store. Errors are LonghaulErrors:
 * STORAGE_UNREADABLE, STORAGE_UNWRITABLE and STORAGE_FULL of a disk, STORAGE_UNREACHABLE and STORAGE_REFUSED of a
 * service.
 */
export interface ObjectStore {
  /** How many reads are worth asking for at once, where one that finds nothing is a waste. */
  readonly atOnce: number;
  /** What a person calls the place of an object: a path or an address. */
  placeOf(name: string): string;
  /** Null when there is no such object. */
  read(name: string): Promise<Uint8Array | null>;
  has(name: string): Promise<boolean>;
  /** Puts the object there, or another in its place. A reader sees all of it or nothing; it survives a loss of power. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /**
   * Makes an object survive a loss of power whose writer may have died before it saw to that, and as young as if it were
   * written now.
   */
  settle(name: string): Promise<void>;
  /**
   * Creates the object. Of all who create the same name, in whichever process and however long they slept, exactly one
   * gets 'created'; the others change nothing. It outlives the process; a loss of power may cost the newest ones.
   */
  create(name: string, bytes: Uint8Array): Promise<'created' | 'exists'>;
}

/** Objects that can be listed, too. */
export interface ListedObjects extends ObjectStore {
  /** Names of all objects in a folder and below; `folder` ends with a slash. In no order. */
  list(folder: string): Promise<readonly string[]>;
  /** First parts of the names that have several. */
  folders(): Promise<readonly string[]>;
}

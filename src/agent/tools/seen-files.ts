/** A file as an agent saw it, or left it: the digest of its whole content. */
export interface Sighting {
  /** Absolute, without symbolic links. */
  readonly path: string;
  /** SHA-256 in hex. */
  readonly digest: string;
}

/** What an agent knows of files. A file that looks otherwise now was changed by somebody else. */
export interface SeenFiles {
  /** The digest of the file when the agent last saw it; null when it never did. */
  digestOf(path: string): string | null;
  note(sighting: Sighting): void;
}

export function createSeenFiles(sightings: Iterable<Sighting> = []): SeenFiles {
  const digests = new Map<string, string>();
  for (const { path, digest } of sightings) digests.set(path, digest);
  return {
    digestOf: (path) => digests.get(path) ?? null,
    note: ({ path, digest }) => {
      digests.set(path, digest);
    },
  };
}

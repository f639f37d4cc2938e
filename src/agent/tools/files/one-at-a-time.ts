/** The end of the last work on each path that has any. All agents of the process share it: they may share files. */
const ends = new Map<string, Promise<void>>();

/** Does `work` when all that was given before for the same path has ended, however it ended. */
export async function oneAtATime<T>(path: string, work: () => Promise<T>): Promise<T> {
  const result = (ends.get(path) ?? Promise.resolve()).then(work);
  const end = result.then(ended, ended);
  ends.set(path, end);
  try {
    return await result;
  } finally {
    if (ends.get(path) === end) ends.delete(path);
  }
}

function ended(): void {}

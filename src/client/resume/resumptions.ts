import type { Storage } from '../../storage/storage.js';
import { slugIn } from '../run-id.js';

/** Records looked at: a workflow may have been run thousands of times since. */
const MOST_RECORDS = 200;

/** The runs that took over what a run has done, as far as their records are here and their workflow has the same name: oldest first. */
export async function resumptionsOf(run: string, { archive }: Pick<Storage, 'archive'>): Promise<readonly string[]> {
  const slug = slugIn(run);
  // Ids of one workflow sort by time.
  const later = (await archive.runs()).filter((other) => other > run && slugIn(other) === slug).slice(0, MOST_RECORDS);
  const records = await Promise.all(later.map((other) => archive.record(other).catch(() => null))); // a damaged one tells nothing
  return later.filter((_, index) => records[index]?.spec.reuse?.from === run);
}

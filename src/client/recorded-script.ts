import { LonghaulError } from '../config/errors.js';
import type { CompiledScript } from '../script/compiled-script.js';
import type { LonghaulClient } from './longhaul-client.js';

/** The script of a run by its full id, also of one that no server knows any more. @throws LonghaulError RUN_NOT_RECORDED */
export async function recordedScript(run: string, client: Pick<LonghaulClient, 'storage'>): Promise<CompiledScript> {
  const storage = await client.storage();
  const record = await storage.archive.record(run);
  if (!record) throw new LonghaulError('RUN_NOT_RECORDED', { run, folder: storage.root });
  return record.spec.script;
}

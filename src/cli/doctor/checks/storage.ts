import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LonghaulError } from '../../../config/errors.js';
import { openStorage } from '../../../storage/storage.js';
import type { Check, DoctorPlace } from '../check.js';
import { ok, problem, type Verdict, warning } from '../finding.js';

/** Whether what runs keep can be written, and with the right key. */
export const storageCheck: Check = {
  name: 'storage',
  look: async (place) => {
    const where = await place.where();
    const running = where.kind === 'daemon' && where.status.at === 'running' ? where.status.info : null;
    const folder = running?.storage ?? placeOfStorage(place, where.kind);
    const { key, root } = openStorage(folder, place.env); // throws for wrong keys and addresses
    if (running && key !== null && key !== running.encryptionKey) {
      throw new LonghaulError('ENCRYPTION_KEY_DIFFERS', { here: key, daemon: running.encryptionKey });
    }
    if (!(await isWritable(await existing(root))))
      return problem(`${root} cannot be written`, 'Give yourself write access to it, or set LONGHAUL_HOME.');
    return ok(`${folder.replace(/\?.*/, '')}, ${key === null ? 'not encrypted' : `encrypted with the key ${key}`}`);
  },
};

/** A variable of that name is for clusters: the daemon keeps its own. */
function placeOfStorage({ env, paths }: DoctorPlace, kind: 'cluster' | 'daemon'): string {
  return (kind === 'cluster' && env.LONGHAUL_STORAGE) || join(paths.data, 'storage');
}

async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** Room on the disk that holds databases, values and transcripts. */
export const diskCheck: Check = {
  name: 'disk',
  look: async ({ paths }) => {
    const folder = await existing(paths.data);
    const { bavail, bsize } = await statfs(folder);
    return diskVerdict(bavail * bsize, paths.data);
  },
};

/** Of so many free bytes. */
export function diskVerdict(free: number, folder: string): Verdict {
  const says = `${(free / GB).toFixed(1)} GB free for ${folder}`;
  return free >= GB ? ok(says) : warning(says, 'Make room; `longhaul gc` removes stored values that no run needs.');
}

const GB = 1e9;

/** The folder itself, or the nearest around it that is there. */
async function existing(folder: string): Promise<string> {
  const there = await access(folder).then(
    () => true,
    () => false,
  );
  const parent = dirname(folder);
  return there || parent === folder ? folder : existing(parent);
}

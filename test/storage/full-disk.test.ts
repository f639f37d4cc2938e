import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';
import { startChild } from '../support/child.js';
import { tempFolder } from '../support/temp-folder.js';

/** Starts a command with a disk of 256 KB of its own at a folder; the disk is gone when the command ends. */
function onTinyDisk(folder: string): string[] {
  return ['unshare', '-rm', 'sh', '-c', `mount -t tmpfs -o size=256k tmpfs '${folder}' && exec "$@"`, 'sh'];
}

const folder = await tempFolder();
const [command = '', ...args] = onTinyDisk(folder);
const canMount = spawnSync(command, [...args, 'true']).status === 0;

(canMount ? it : it.skip)('a full disk is reported as such, and nothing stored before or after is half', async () => {
  const child = startChild('storage/programs/fill-storage.ts', [folder], onTinyDisk(folder));
  const report = JSON.parse(await child.output);
  const full = {
    code: 'STORAGE_FULL',
    message: expect.stringMatching(/^cannot write .*: no space left on device \(ENOSPC\); free some space/),
  };
  expect(report).toMatchObject({ blobError: full, entryError: full });
  expect(report.stored).toBeGreaterThan(0);
  expect(report.intact).toBe(report.stored);
  expect(report.appended).toBeGreaterThan(0);
  expect(report.read).toBe(report.appended);
  expect(report.files).toBe(report.stored + report.appended);
});

import type { RunArchive } from '../storage/archive/run-archive.js';
import type { RunActivities } from '../workflows/ports.js';
import { treeOf } from '../workspace/git/tree.js';

/** `now` in milliseconds since the epoch. */
export function createArchiving(archive: RunArchive, now: () => number): Pick<RunActivities, 'archiveRun'> {
  return {
    async archiveRun({ run, workspace, result, lines, order }) {
      await archive.append(run, lines);
      const tree = workspace === null ? null : await treeOf(workspace);
      await archive.end(run, { result, tree, order, endedAt: now() });
    },
  };
}

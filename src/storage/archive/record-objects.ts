// Records of runs as objects: `<run>/run.json`, `script.js`, `end.json`, and `<run>/journal/<ulid>.jsonl`, one for the
// lines that were appended together. An object cannot be appended to.
//
// O1  The name of an object of lines is its writer's own: no two writers take the same, and none is written a second time.
// O2  Names stand in the order of writing, within one process exactly, between machines as their clocks agree. Where two
//     lines of one conversation come from two machines (a person's decision after what a leg has said), their clocks must
//     not differ by more than lies between them.

import { monotonicFactory } from 'ulid';
import type { ListedObjects } from '../objects/object-store.js';
import type { RecordPlace } from './stored-run-archive.js';

export function recordObjects(objects: ListedObjects): RecordPlace {
  const folderOf = (run: string): string => `${run}/journal/`;
  const nextName = monotonicFactory();
  return {
    objects,
    journals: {
      placeOf: (run) => objects.placeOf(folderOf(run)),
      append: (run, lines) => objects.write(`${folderOf(run)}${nextName()}.jsonl`, Buffer.from(lines.join('\n'))),
      async read(run) {
        const names = (await objects.list(folderOf(run))).toSorted();
        const lines: string[] = [];
        for (let at = 0; at < names.length; at += READ_AT_ONCE) {
          const some = await Promise.all(names.slice(at, at + READ_AT_ONCE).map((name) => objects.read(name)));
          for (const bytes of some) if (bytes) lines.push(...Buffer.from(bytes).toString().split('\n'));
        }
        return lines;
      },
    },
    names: () => objects.folders(),
  };
}

/** Objects of a few hundred bytes: what takes time is the way. */
const READ_AT_ONCE = 32;

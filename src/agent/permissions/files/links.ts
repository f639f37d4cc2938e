import { dirname, join, parse, resolve, sep } from 'node:path';
import type { Disk } from '../disk.js';

/** As the kernel: more links than this on one way are a circle. */
const MOST_LINKS = 40;

/**
 * Every name under which a path is known: as given, and after each symbolic link on the way to what it stands for, the
 * real one last. Null for a circle of links. What does not exist yet keeps its name below the folders that do.
 */
export function namesOf(path: string, disk: Disk): readonly string[] | null {
  const names = [resolve(path)];
  for (let followed = 0; followed <= MOST_LINKS; followed++) {
    const next = followFirstLink(names[names.length - 1] as string, disk);
    if (next === null) return names;
    names.push(next);
  }
  return null;
}

function followFirstLink(path: string, disk: Disk): string | null {
  const { root } = parse(path);
  const segments = path.slice(root.length).split(sep).filter(Boolean);
  let walked = root;
  for (const [index, segment] of segments.entries()) {
    const here = join(walked, segment);
    const target = disk.linkTarget(here);
    if (target !== null) return resolve(dirname(here), target, ...segments.slice(index + 1));
    walked = here;
  }
  return null;
}

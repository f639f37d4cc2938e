import { join } from 'node:path';
import type { Disk } from '../disk.js';

/** More places than this are not looked at one by one. */
const MOST_PLACES = 5_000;

/**
 * The symbolic links that a pattern of the shell finds on its ways through `folder`: they may lead anywhere. Null when
 * there is too much to look at.
 */
export function linksFoundBy(pattern: string, folder: string, disk: Disk): readonly string[] | null {
  const links: string[] = [];
  let places: readonly string[] = [folder];
  for (const segment of pattern.split('/').filter((part) => part !== '' && part !== '.')) {
    const matcher = globRegExp(segment);
    const found = places.flatMap((place) => {
      if (!/[*?[]/.test(segment)) return [join(place, segment)];
      return disk.entries(place).flatMap((name) => (matcher.test(name) ? [join(place, name)] : []));
    });
    if (found.length > MOST_PLACES) return null;
    links.push(...found.filter((path) => disk.linkTarget(path) !== null));
    places = found;
  }
  return links;
}

/** One segment of a shell pattern, matching at least what the shell matches. */
export function globRegExp(segment: string): RegExp {
  const source = segment.replace(/\[[^\]]*\]|[\\^$.|+(){}[\]]|\*+|\?/g, (part) => {
    if (part.startsWith('*')) return '.*';
    if (part === '?' || part.length > 1) return '.';
    return `\\${part}`;
  });
  return new RegExp(`^${source}$`, 'is');
}

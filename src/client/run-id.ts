import { ulid } from 'ulid';

/** What the ids of our runs begin with: a namespace may hold other workflows. */
export const OURS = 'lh-';

/** A new id, `lh-<name>-<ulid>`: readable in lists, sorted by time, unique. */
export function newRunId(name: string): string {
  return `${OURS}${slugOf(name)}-${ulid().toLowerCase()}`;
}

/** What an id in full says of the workflow's name: its slug. Null for one that is not ours. */
export function slugIn(run: string): string | null {
  return FULL_ID.exec(run)?.[1] ?? null;
}

/** What an id begins with when a person says its beginning: `lh-` may be left out, or be cut short. */
export function idBeginning(text: string): string {
  const named = text.toLowerCase();
  if (OURS.startsWith(named)) return OURS;
  return named.startsWith(OURS) ? named : `${OURS}${named}`;
}

/** Enough of an id to name the run by: up to the millisecond it was made in. What is no id of ours stays whole. */
export function shortId(run: string): string {
  return slugIn(run) === null ? run : run.slice(0, -CHANCE_LENGTH);
}

/** Characters at the end of a ULID that tell ids of the same millisecond apart. */
const CHANCE_LENGTH = 16;

/** The name as it stands in ids: different names may share one. */
export function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return slug || 'run';
}

const FULL_ID = /^lh-([a-z0-9-]+)-[0-9a-z]{26}$/;

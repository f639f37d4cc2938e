import { baseName, type Command, nameOf, type Word } from './command.js';
import { unwrapped } from './unwrap.js';

const CHANGES = new Set(['cd', 'pushd', 'popd', 'chdir']);

/** The words behind `cd` and the like, wrappers before it seen through; null for other commands. */
function newDirectory(words: readonly Word[]): readonly Word[] | null {
  const change = unwrapped(words).find((inner) => CHANGES.has(baseName(nameOf(inner))));
  return change?.slice(1) ?? null;
}

export function changesDirectory(words: readonly Word[]): boolean {
  return newDirectory(words) !== null;
}

/**
 * Where each command may run: in the directory the text starts in, and in those it goes to. A change counts as made only
 * for what runs behind it with `&&`; `certain` is false where commands may stand in shells of their own.
 */
export function placesOf(
  commands: readonly Command[],
  start: string,
  go: (path: string, from: string) => readonly string[] | null,
  certain: boolean,
): readonly (readonly string[])[] {
  const sizes = new Map<number, number>();
  for (const { pipeline } of commands) sizes.set(pipeline, (sizes.get(pipeline) ?? 0) + 1);
  let places: readonly string[] = [start];
  let left: readonly string[] = [];
  return commands.map((command) => {
    if (!certain || command.after !== 'success') places = [...new Set([...left, ...places])].slice(0, MOST_PLACES);
    const here = places;
    const change = newDirectory(command.words);
    if (change === null) return here;
    const targets = change.filter(({ text }) => !text.startsWith('-'));
    const isPlain = change.length === command.words.length - 1 && sizes.get(command.pipeline) === 1;
    const reached = here.flatMap((from) => targets.flatMap(({ text }) => go(text, from)?.slice(-1) ?? []));
    left = [...new Set([...left, ...here])];
    places = reached;
    if (!certain || !isPlain || reached.length === 0) places = [...left, ...reached];
    return here;
  });
}

const MOST_PLACES = 16;

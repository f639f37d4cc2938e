import { cut } from '../screens/cut.js';
import { colorsOf, type Terminal, write } from '../terminal/terminal.js';
import type { Key, Keys } from './keys.js';

/** What a person may choose from: for each answer the words that stand for it. */
export type Choices<T extends string> = readonly (readonly [answer: T, words: string])[];

/**
 * Lets a person choose: with arrows and Enter, or by number. `keys` are answers of their own, to keys that no line shows;
 * a key that is none of it does nothing. The list stays, as it was when it was answered.
 */
export async function choose<T extends string>(
  choices: Choices<T>,
  byKey: Partial<Readonly<Record<Extract<Key, string>, T>>>,
  keys: Keys,
  terminal: Terminal,
): Promise<T> {
  let at = 0;
  await write(terminal.stderr, linesOf(choices, at, terminal));
  for (;;) {
    const key = await keys.next();
    if (typeof key === 'object') {
      const chosen = choices[key.digit - 1];
      if (chosen) return chosen[0];
      continue;
    }
    const meant = key === 'enter' ? choices[at]?.[0] : byKey[key];
    if (meant !== undefined) return meant;
    const next = at + (key === 'down' ? 1 : key === 'up' ? -1 : 0);
    if (next === at || next < 0 || next >= choices.length) continue;
    at = next;
    await write(terminal.stderr, `\u001b[${choices.length}A\u001b[0J${linesOf(choices, at, terminal)}`);
  }
}

/** A row each, so that it can be drawn again in place. */
function linesOf(choices: Choices<string>, at: number, { stderr, env }: Terminal): string {
  const { cyan } = colorsOf(stderr, env);
  const columns = Math.max(1, (stderr.columns ?? 80) - 1);
  return choices
    .map(([, words], index) => {
      const line = cut(`${index === at ? '❯' : ' '} ${index + 1}  ${words}`, columns);
      return `${index === at ? cyan(line) : line}\n`;
    })
    .join('');
}

/** A key as the screens know it: a name, or the character it types. */
export type Key =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'pageup'
  | 'pagedown'
  | 'home'
  | 'end'
  | 'enter'
  | 'escape'
  | 'tab'
  | 'backspace'
  | 'ctrl-c'
  | 'ctrl-l'
  | { readonly typed: string };

/** The character a key types; empty for other keys. */
export function typedBy(key: Key): string {
  return typeof key === 'string' ? '' : key.typed;
}

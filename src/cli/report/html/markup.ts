import { terminalText } from '../../terminal/terminal-text.js';

/** Text that is HTML already. Made by `html` alone, and by whoever vouches for what he passes to `vouched`. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Piece = Markup | string | number | null | readonly Piece[];

/** HTML from a template: whatever is put in is escaped, but for other markup. Good for contents and quoted attributes. */
export function html(template: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return new Markup(template.map((text, index) => text + textOf(pieces[index] ?? null)).join(''));
}

/** Says that a text is safe HTML. */
export function vouched(text: string): Markup {
  return new Markup(text);
}

function textOf(piece: Piece): string {
  if (piece === null) return '';
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'number') return String(piece);
  if (typeof piece === 'string') return escaped(piece);
  return piece.map(textOf).join('');
}

/** Also without what would turn the direction of what follows, as on a terminal. */
function escaped(text: string): string {
  return terminalText(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

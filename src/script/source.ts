import type { ScriptPlace } from '../config/messages/script.js';

/** A script as its author handed it over. */
export interface ScriptFile {
  /** Shown in errors; never opened here. */
  readonly file: string;
  readonly text: string;
}

/** A script's text as the parser reads it. Offsets are UTF-16 code units of `code`. */
export interface ScriptSource extends ScriptFile {
  /** `text` without its byte order mark, which belongs to no line. */
  readonly code: string;
  placeAt(offset: number): ScriptPlace;
}

/**
 * Opens a script for reading. Lines end where an editor ends them: at `\n`, `\r\n` and a lone `\r`, but not at the other
 * line terminators of JavaScript (U+2028, U+2029). Columns count UTF-16 code units from 1.
 */
export function openSource({ file, text }: ScriptFile): ScriptSource {
  const code = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const lineStarts = [0, ...Array.from(code.matchAll(/\r\n|\n|\r/g), (found) => found.index + found[0].length)];
  return {
    file,
    text,
    code,
    placeAt(offset) {
      const line = lineAt(lineStarts, offset);
      return { file, line: line + 1, column: offset - (lineStarts[line] ?? 0) + 1 };
    },
  };
}

/** Index of the last line that starts at or before the offset. */
function lineAt(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

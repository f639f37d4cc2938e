import type { ScriptFault } from './host.js';

/** What the prelude tells of something thrown (prelude/99-enter.js, `describe`). */
export interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

/** One frame as QuickJS writes it: `    at name (file.js:4:15)` or `    at file.js:4:15`. */
const FRAME = /^\s*at (?:(.*) \()?(.+?):(\d+)(?::(\d+))?\)?$/;

/** Longest message and most frames kept: a hostile script writes both. */
const LONGEST_MESSAGE = 10_000;
const MOST_FRAMES = 20;

/** The fault as data, with the innermost place in one of the script's own `files` (I5). */
export function faultOf(thrown: Thrown, files: ReadonlySet<string>): ScriptFault {
  const frames = framesIn(thrown.stack ?? '', files).slice(0, MOST_FRAMES);
  const place = frames[0];
  return {
    name: thrown.name.slice(0, 100),
    message: thrown.message.slice(0, LONGEST_MESSAGE),
    ...(place && { line: place.line }),
    ...(place?.column !== undefined && { column: place.column }),
    stack: frames.map((frame) => frame.text),
  };
}

/** The line of the innermost frame that stands in one of these files. */
export function lineIn(stack: string, files: ReadonlySet<string>): number | undefined {
  return framesIn(stack, files)[0]?.line;
}

function framesIn(stack: string, files: ReadonlySet<string>): readonly Frame[] {
  return stack.split('\n').flatMap((line) => {
    const frame = parseFrame(line);
    return frame && files.has(frame.file) ? [frame] : [];
  });
}

interface Frame {
  readonly text: string;
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

function parseFrame(text: string): Frame | undefined {
  const match = FRAME.exec(text);
  if (!match) return undefined;
  const [, , file, line, column] = match;
  return {
    text: text.trim(),
    file: file as string,
    line: Number(line),
    ...(column !== undefined && { column: Number(column) }),
  };
}

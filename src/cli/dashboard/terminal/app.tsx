import { useInput } from 'ink';
import { memo, useLayoutEffect } from 'react';
import type { Key } from '../keys/key.js';
import type { Canvas } from './canvas.js';
import { keysOf } from './read-keys.js';

export interface AppProps {
  /** As a terminal is given them. */
  readonly rows: readonly string[];
  readonly canvas: Canvas;
  readonly onKey: (key: Key) => void;
}

/** Puts rows on the canvas and hears keys; all else is decided elsewhere. */
export function App({ rows, canvas, onKey }: AppProps) {
  useInput((input, key) => keysOf(input, key).forEach(onKey));
  return rows.map((text, index) => <Row key={index} index={index} text={text} canvas={canvas} />);
}

interface RowProps {
  readonly index: number;
  readonly text: string;
  readonly canvas: Canvas;
}

/**
 * A row that has not changed costs nothing. The rows are whole and as wide as the terminal: Ink would take all of them
 * apart into cells for each screen, which is most of what a large screen costs.
 */
const Row = memo(function Row({ index, text, canvas }: RowProps) {
  useLayoutEffect(() => canvas.put(index, text), [canvas, index, text]);
  return null;
});

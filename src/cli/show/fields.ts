import type { Colors } from '../terminal/terminal.js';

/** `name  value`, a line each, under each other; those without a value are left out. */
export function fields(rows: readonly (readonly [name: string, value: string])[], { dim }: Colors): readonly string[] {
  const told = rows.filter(([, value]) => value !== '');
  const width = Math.max(0, ...told.map(([name]) => name.length));
  return told.map(([name, value]) => `${dim(name.padEnd(width))}  ${value}`);
}

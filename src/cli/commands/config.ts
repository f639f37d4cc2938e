import { ExitCode } from '../../config/exit-code.js';
import type { Setting } from '../config/setting.js';
import { readAllSettings } from '../config/settings.js';
import type { ConfigShowOptions } from '../options/options.js';
import { printDocument } from '../output/print-result.js';
import { type Colors, colorsOf, type Terminal, writeLines } from '../terminal/terminal.js';
import { terminalLine } from '../terminal/terminal-text.js';

/** `longhaul config show`: every setting that is in force here. Starts nothing. */
export async function configShow(options: ConfigShowOptions, terminal: Terminal): Promise<ExitCode> {
  const settings = await readAllSettings(options, terminal);
  if (options.json) await printDocument('config', { settings }, 'json', terminal);
  else {
    const lines = settingLines(
      settings,
      options.origin ? 'with origins' : 'values',
      colorsOf(terminal.stdout, terminal.env),
    );
    await writeLines(terminal.stdout, lines);
  }
  return ExitCode.Ok;
}

/** A line for each setting: key, value, and where it comes from. */
export function settingLines(
  settings: readonly Setting[],
  what: 'values' | 'with origins',
  { dim }: Colors,
): readonly string[] {
  const rows = settings.map(({ key, value, origin }) =>
    [key, value === null ? '-' : String(value), origin].map(terminalLine),
  );
  const widthOf = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const [keys, values] = [widthOf(0), widthOf(1)];
  return rows.map(([key = '', value = '', origin = '']) =>
    what === 'values'
      ? `${key.padEnd(keys)}  ${value}`
      : `${key.padEnd(keys)}  ${value.padEnd(values)}  ${dim(origin)}`,
  );
}

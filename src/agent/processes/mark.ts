/**
 * The variable that marks the processes of a command: children inherit it, also those that leave the process group.
 * Its value is `<mark of the leg>.<number of the command>`.
 */
export const MARK_VARIABLE = 'LONGHAUL_SHELL';

/** All processes that a leg has started. */
export interface LegMark {
  readonly leg: string;
}

/** Those of one of its commands. */
export interface CommandMark extends LegMark {
  readonly command: number;
}

export type Mark = LegMark | CommandMark;

export function valueOf({ leg, command }: CommandMark): string {
  return `${leg}.${command}`;
}

/** What stands in the environment of a marked process, as the kernel shows it. */
export function tracesOf(mark: Mark): Buffer {
  const value = 'command' in mark ? `${valueOf(mark)}\0` : `${mark.leg}.`;
  return Buffer.from(`${MARK_VARIABLE}=${value}`);
}

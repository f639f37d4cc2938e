/** What a check found. `problem`: something will not work; `warning`: something works less well than it could. */
export type FindingStatus = 'ok' | 'warning' | 'problem' | 'skipped';

export interface Verdict {
  readonly status: FindingStatus;
  /** One line. It may hold hostile text: names of files, words of servers. */
  readonly says: string;
  /** What mends it: a command or a sentence; null when nothing has to be done, or the line says it. */
  readonly fix: string | null;
}

/** A verdict with the name of its check, as `doctor --json` prints it. */
export interface Finding extends Verdict {
  readonly name: string;
}

export function ok(says: string): Verdict {
  return { status: 'ok', says, fix: null };
}

export function warning(says: string, fix: string | null): Verdict {
  return { status: 'warning', says, fix };
}

export function problem(says: string, fix: string | null): Verdict {
  return { status: 'problem', says, fix };
}

export function skipped(says: string): Verdict {
  return { status: 'skipped', says, fix: null };
}

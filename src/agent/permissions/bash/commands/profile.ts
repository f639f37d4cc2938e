import type { Word } from '../shell/command.js';

/**
 * What a command does with a path: `read` and `write` its content, `look` at it without showing what is in it, `name`
 * it without looking where it leads, `mention` it in a way that cannot leave the repository, `give` it to a program that
 * may do anything with it. `text` is no path.
 */
export type Role = 'read' | 'write' | 'look' | 'name' | 'mention' | 'give' | 'text';

/**
 * What is known of a command. Flags are written as in `-n --lines=`: `=` marks one with a value, `=read` a value that is
 * a path, `==` one with two values, `?` one whose value can only be joined to it.
 */
export interface Profile {
  readonly flags: string;
  /** `known`: only these flags leave it without effects. `open`: all others do, too. Absent: it has effects. */
  readonly readOnly?: 'known' | 'open' | undefined;
  /** True when a number may be joined to a short flag: `-A2`. Elsewhere such a flag is not known, but for `open`. */
  readonly joinsNumbers?: boolean;
  /** Flags that have effects, or read what is not checked, where `readOnly` is `open`. */
  readonly except?: string;
  /** Roles of the operands in order; the last one goes on. `pattern` is a text unless a flag of `patternFlags` gave it. */
  readonly operands: readonly (Role | 'pattern')[];
  readonly patternFlags?: readonly string[];
  /** With one of these flags, what would be read is written. */
  readonly writesWith?: readonly string[];
  /** Role of the last operand, where it differs and there are several. */
  readonly last?: Role;
  /** Most operands it may have and be read-only. */
  readonly most?: number;
  /** What else must hold for it to be read-only. */
  readonly fits?: (call: Arguments) => boolean;
}

export type Profiles = Readonly<Record<string, Profile>>;

/** The words behind a command's name, sorted out. */
export interface Arguments {
  readonly flags: readonly Flag[];
  readonly operands: readonly Word[];
  readonly paths: readonly PathUse[];
  /** Flags the profile does not know. */
  readonly unknown: readonly string[];
}

export interface Flag {
  readonly name: string;
  readonly value: string | null;
}

export interface PathUse {
  readonly path: string;
  readonly role: Exclude<Role, 'text'>;
  /** True when the path is a pattern. */
  readonly globs: boolean;
}

/** Whether the call has no effects and shows nothing that its paths do not name. */
export function isReadOnly(call: Arguments, profile: Profile): boolean {
  if (profile.readOnly === undefined) return false;
  if (profile.readOnly === 'known' && call.unknown.length > 0) return false;
  const barred = new Set((profile.except ?? '').split(' '));
  if (call.flags.some((flag) => barred.has(flag.name) || isShortened(flag.name, barred))) return false;
  if (call.operands.length > (profile.most ?? Number.POSITIVE_INFINITY)) return false;
  if (call.operands.some((operand) => operand.text.startsWith('@'))) return false;
  return profile.fits?.(call) ?? true;
}

/** Long flags can be cut short as long as they are unique. */
function isShortened(name: string, barred: ReadonlySet<string>): boolean {
  return name.length > 3 && name.startsWith('--') && [...barred].some((flag) => flag.startsWith(name));
}

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

interface FlagForm {
  readonly takes: 'nothing' | 'value' | 'two' | 'joined';
  readonly role: Role;
}

export function sortArguments(words: readonly Word[], profile: Profile): Arguments {
  const forms = formsOf(profile.flags);
  const flags: Flag[] = [];
  const operands: Word[] = [];
  const paths: PathUse[] = [];
  const unknown: string[] = [];
  const take = (name: string, value: Word | null, role: Role, text = value?.text ?? null): void => {
    flags.push({ name, value: text });
    if (text !== null && role !== 'text') paths.push({ path: text, role, globs: value?.globs ?? false });
  };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as Word;
    const { text } = word;
    if (text === '--') {
      operands.push(...words.slice(at + 1));
      break;
    }
    if (!text.startsWith('-') || text === '-') {
      operands.push(word);
      continue;
    }
    const [name, value] = splitAtEquals(text);
    const whole = forms.get(text.startsWith('--') ? name : text);
    if (whole !== undefined && !(value !== null && whole.takes === 'nothing')) {
      if (value !== null && text.startsWith('--')) take(name, word, whole.role, value);
      else if (whole.takes === 'value') take(text, words[++at] ?? null, whole.role);
      else if (whole.takes === 'two') {
        take(text, words[at + 2] ?? null, whole.role);
        at += 2;
      } else take(text, null, 'text');
      continue;
    }
    if (text.startsWith('--')) {
      unknown.push(name);
      take(name, word, value !== null && looksLikePath(value) ? 'look' : 'text', value ?? undefined);
      continue;
    }
    at += takeCluster(text, word, words[at + 1] ?? null);
  }
  const roles = rolesOf(operands, profile, flags);
  for (const [index, { text, choices, globs }] of operands.entries()) {
    const role = roles[index] ?? 'text';
    if (role !== 'text' && text !== '-') for (const path of choices) paths.push({ path, role, globs });
  }
  return { flags, operands, paths, unknown };

  /** `-abc`, `-n5`: how many further words it takes. */
  function takeCluster(text: string, word: Word, next: Word | null): 0 | 1 {
    for (let at = 1; at < text.length; at++) {
      const name = `-${text[at] as string}`;
      const form = forms.get(name);
      if (form === undefined) {
        if (/^\d+$/.test(text.slice(at)) && forms.has('-0')) {
          take('-0', null, 'text');
          return 0;
        }
        unknown.push(name);
        take(name, word, looksLikePath(text.slice(at + 1)) ? 'look' : 'text', text.slice(at + 1));
        return 0;
      }
      if (form.takes === 'value') {
        const glued = text.slice(at + 1);
        if (glued !== '' && !(profile.joinsNumbers && /^\d+$/.test(glued))) unknown.push(text);
        if (glued !== '') take(name, word, form.role, glued);
        else take(name, next, form.role);
        return glued === '' ? 1 : 0;
      }
      if (form.takes === 'joined') {
        if (at + 1 < text.length) unknown.push(text);
        take(name, word, form.role, text.slice(at + 1));
        return 0;
      }
      take(name, null, 'text');
    }
    return 0;
  }
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

function looksLikePath(text: string): boolean {
  return text.includes('/') || text.startsWith('~') || text.startsWith('..');
}

function splitAtEquals(text: string): readonly [string, string | null] {
  const at = text.indexOf('=');
  return at === -1 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

function rolesOf(operands: readonly Word[], profile: Profile, flags: readonly Flag[]): readonly Role[] {
  const given = flags.some((flag) => profile.patternFlags?.includes(flag.name));
  const roles = profile.operands.filter((role) => !(role === 'pattern' && given));
  return operands.map((_, index) => {
    if (profile.last !== undefined && index > 0 && index === operands.length - 1) return profile.last;
    const role = roles[Math.min(index, roles.length - 1)] ?? 'text';
    if (role === 'pattern') return 'text';
    return role === 'read' && flags.some((flag) => profile.writesWith?.includes(flag.name)) ? 'write' : role;
  });
}

const TAKES: Readonly<Record<string, FlagForm['takes']>> = { '=': 'value', '==': 'two', '?': 'joined' };

const known = new Map<string, ReadonlyMap<string, FlagForm>>();

function formsOf(flags: string): ReadonlyMap<string, FlagForm> {
  const found = known.get(flags);
  if (found !== undefined) return found;
  const forms = new Map<string, FlagForm>();
  for (const item of flags.split(/\s+/).filter(Boolean)) {
    const [, name = item, sign = '', role] = /^(-[^=?]+)(==?|\?)?(\w*)$/.exec(item) ?? [];
    forms.set(name, { takes: TAKES[sign] ?? 'nothing', role: (role || 'text') as Role });
  }
  known.set(flags, forms);
  return forms;
}

import type { Word } from '../shell/command.js';
import type { Arguments, Flag, PathUse, Profile, Role } from './profile.js';

/** Sorts the words behind a command's name into flags, operands and the paths among both. */
export function sortArguments(words: readonly Word[], profile: Profile): Arguments {
  const sorter = new Sorter(profile);
  const end = words.findIndex(({ text }) => text === '--');
  const flagged = end === -1 ? words : words.slice(0, end);
  for (let at = 0; at < flagged.length; ) at += sorter.take(flagged, at);
  if (end !== -1) sorter.operands.push(...words.slice(end + 1));
  const { flags, operands, unknown } = sorter;
  return { flags, operands, unknown, paths: [...sorter.paths, ...operandPaths(operands, profile, flags)] };
}

interface FlagForm {
  readonly takes: 'nothing' | 'value' | 'two' | 'joined';
  readonly role: Role;
}

class Sorter {
  readonly flags: Flag[] = [];
  readonly operands: Word[] = [];
  readonly paths: PathUse[] = [];
  readonly unknown: string[] = [];
  private readonly profile: Profile;
  private readonly forms: ReadonlyMap<string, FlagForm>;

  constructor(profile: Profile) {
    this.profile = profile;
    this.forms = formsOf(profile.flags);
  }

  /** Takes the word at a place, and its values; says how many words that were. */
  take(words: readonly Word[], at: number): number {
    const word = words[at] as Word;
    const { text } = word;
    if (!text.startsWith('-') || text === '-') {
      this.operands.push(word);
      return 1;
    }
    const whole = this.forms.get(text);
    if (whole !== undefined) return this.takeWhole(text, whole, words, at);
    return text.startsWith('--') ? this.takeLong(word) : this.takeCluster(word, words[at + 1] ?? null);
  }

  private takeWhole(name: string, { takes, role }: FlagForm, words: readonly Word[], at: number): number {
    const values = takes === 'value' ? 1 : takes === 'two' ? 2 : 0;
    const value = values === 0 ? null : (words[at + values] ?? null);
    this.note(name, value?.text ?? null, role, value);
    return 1 + values;
  }

  /** `--name=value`, and flags nobody knows. */
  private takeLong(word: Word): number {
    const [name = '', value] = word.text.split(/=(.*)/s);
    const form = this.forms.get(name);
    if (form === undefined || form.takes === 'nothing') this.unknown.push(name);
    this.note(name, value ?? null, form?.role ?? roleOfUnknown(value ?? ''), word);
    return 1;
  }

  /** `-abc`, `-n5`, `-n 5`. */
  private takeCluster(word: Word, next: Word | null): number {
    const { text } = word;
    for (let at = 1; at < text.length; at++) {
      const name = `-${text[at] as string}`;
      const joined = text.slice(at + 1);
      const form = this.forms.get(name);
      if (form === undefined && /^\d+$/.test(text.slice(at)) && this.forms.has('-0')) {
        this.note('-0', null, 'text', null);
        return 1;
      }
      if (form === undefined) {
        this.unknown.push(name);
        this.note(name, joined, roleOfUnknown(joined), word);
        return 1;
      }
      if (form.takes === 'value' && joined === '') {
        this.note(name, next?.text ?? null, form.role, next);
        return 2;
      }
      if (form.takes !== 'nothing') {
        const isKnown = joined === '' || (this.profile.joinsNumbers && /^\d+$/.test(joined));
        if (!isKnown) this.unknown.push(text);
        this.note(name, joined, form.role, word);
        return 1;
      }
      this.note(name, null, 'text', null);
    }
    return 1;
  }

  private note(name: string, value: string | null, role: Role, word: Word | null): void {
    this.flags.push({ name, value });
    if (value === null) return;
    const actual = role === 'text' && this.profile.readOnly === 'open' ? roleOfUnknown(value) : role;
    if (actual !== 'text') this.paths.push({ path: value, role: actual, globs: word?.globs ?? false });
  }
}

/** Versions of a program differ in which flags take a value: what could be a path is checked as one. */
function roleOfUnknown(value: string): Role {
  return value !== '/' && /\/|^~|^\.\./.test(value) ? 'look' : 'text';
}

function operandPaths(operands: readonly Word[], profile: Profile, flags: readonly Flag[]): readonly PathUse[] {
  const roles = rolesOf(operands, profile, flags);
  return operands.flatMap(({ text, choices, globs }, index): readonly PathUse[] => {
    const role = roles[index] ?? 'text';
    return role === 'text' || text === '-' ? [] : choices.map((path) => ({ path, role, globs }));
  });
}

function rolesOf(operands: readonly Word[], profile: Profile, flags: readonly Flag[]): readonly Role[] {
  const given = flags.some((flag) => profile.patternFlags?.includes(flag.name));
  const writes = flags.some((flag) => profile.writesWith?.includes(flag.name));
  const roles = profile.operands.filter((role) => !(role === 'pattern' && given));
  return operands.map((_, index) => {
    if (profile.last !== undefined && index > 0 && index === operands.length - 1) return profile.last;
    const role = roles[Math.min(index, roles.length - 1)] ?? 'text';
    if (role === 'pattern') return 'text';
    return role === 'read' && writes ? 'write' : role;
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

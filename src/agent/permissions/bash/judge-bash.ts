// Judges what the Bash tool is asked to run.
//
// B1  Deny and ask rules are compared with every command the text can reach (R1), allow rules only with commands that
//     stand there plainly. What cannot be read is never covered by a narrow rule.
// B2  A narrow rule covers a command, not the files it reaches: those are judged beside it.
// B3  Removing what must not go is asked in every mode and under every rule; protected files in every mode but
//     `bypassPermissions`.

import type { Act, FileAccess } from '../files/file-access.js';
import type { PermissionMode, Verdict } from '../permissions.js';
import type { RuleBook } from '../rule-book.js';
import { pathObjection, protectedWrite, ruledPaths } from './paths/bash-paths.js';
import { isWriter } from './paths/path-uses.js';
import { removalDanger } from './paths/removal.js';
import { allowRules, isFree, setsOnlyItsOwn } from './rules/allowed-commands.js';
import { coveredByMeant, meantRules, strictRules } from './rules/bash-rules.js';
import { isPlainEdit } from './rules/edit-commands.js';
import { suggestedRule } from './rules/suggested-rule.js';
import type { Command, Reading } from './shell/command.js';
import { baseName, nameOf } from './shell/command.js';
import type { Grammar } from './shell/grammar.js';
import { changesDirectory, placesOf } from './shell/places.js';
import { reachOf } from './shell/reach.js';
import { readShell } from './shell/read-shell.js';
import { unwrapped } from './shell/unwrap.js';

const RUN: Verdict = { kind: 'run' };
const ask = (reason: string): Verdict => ({ kind: 'ask', reason });
const deny = (reason: string): Verdict => ({ kind: 'deny', reason });

/** More than any shell takes as one argument. */
const MOST_TEXT = 100_000;
/** More than a person reads before permitting it for more than once. */
const MOST_READ = 1_000;

export interface BashJudge {
  /** `isFirst`: no command of this agent has run before. */
  judge(command: unknown, isFirst: boolean): Verdict;
  /** Allow rules for the commands in the text that no rule covers; none when one of them can get none. */
  suggest(command: unknown, isFirst: boolean): readonly string[];
}

export function bashJudge(book: RuleBook, access: FileAccess, mode: PermissionMode, grammar: Grammar): BashJudge {
  const denyRules = strictRules(book.some('deny', 'Bash'), grammar);
  const askRules = strictRules(book.some('ask', 'Bash'), grammar);
  const meant = meantRules([...book.some('deny', 'Bash'), ...book.some('ask', 'Bash')], book.meant('Bash'));
  const allow = allowRules(book.some('allow', 'Bash'));
  const denied = wholeActs(book, 'deny');
  const asked = wholeActs(book, 'ask');
  const { workspace, home } = access.folders;
  const known = { HOME: home, PWD: workspace };

  return {
    judge(text, isFirst) {
      if (book.whole('deny', 'Bash')) return deny('a deny rule covers Bash');
      if (typeof text !== 'string' || text.length > MOST_TEXT || text.includes('\0')) {
        return ask('the command is not a text that can be judged');
      }
      const reading = readShell(grammar, text, known);
      return strictly(reading) ?? leniently(reading, isFirst);
    },
    suggest(text, isFirst) {
      if (typeof text !== 'string' || text.length > MOST_READ) return [];
      const reading = readShell(grammar, text, known);
      if (reading.obstacle !== null || combined(reading.commands) !== null) return [];
      const open = reading.commands.filter((command) => commandObjection(command, reading, isFirst) !== null);
      const rules = open.map((command) => suggestedRule(command, reading));
      return rules.every((rule) => rule !== null) ? [...new Set(rules)] : [];
    },
  };

  /** What beats every allow rule, or null. */
  function strictly(reading: Reading): Verdict | null {
    const reaches = [reading, ...joined(reading.source)].map((each) => reachOf(each, grammar, known));
    const reached = reaches.flatMap(({ commands }) => commands);
    if (denyRules.cover(reading, reached)) return deny('a deny rule covers a command in it');
    const plain = reading.obstacle === null && reached.every(({ how }) => how === 'written');
    const places = placesOf(reached, workspace, access.namesOf, plain);
    const ruled = reached.map((command, at) => ruledPaths(command, places[at] ?? [], access, denied));
    if (ruled.includes('denied')) return deny('a deny rule covers a file in it');
    for (const [at, { words }] of reached.entries()) {
      const danger = removalDanger(words, places[at] ?? [], access.folders);
      if (danger !== null) return ask(danger);
    }
    if (book.whole('ask', 'Bash') || askRules.cover(reading, reached)) return ask('an ask rule covers a command in it');
    if (ruled.includes('asked') || reached.some((command) => ruledPaths(command, [], access, asked) === 'denied')) {
      return ask('a rule may cover a file in it');
    }
    if (!reaches.every(({ complete }) => complete)) return ask('there is too much in it to be judged');
    if (coveredByMeant(meant, reached)) return ask('a rule that cannot be read may cover a command in it');
    const doubt = denyRules.doubt(reached) ?? askRules.doubt(reached);
    if (doubt !== null) return ask(doubt);
    if (mode === 'bypassPermissions') return RUN;
    for (const [at, command] of reached.entries()) {
      const why = protectedWrite(command, places[at] ?? [], access);
      if (why !== null) return ask(why);
    }
    return null;
  }

  /** The shell joins broken lines before it looks for words. */
  function joined(source: string): readonly Reading[] {
    return source.includes('\\\n') ? [readShell(grammar, source.replaceAll('\\\n', ''), known)] : [];
  }

  /** What the allow rules and the mode say of a text that nothing forbids. */
  function leniently(reading: Reading, isFirst: boolean): Verdict {
    if (mode === 'plan' && reading.commands.some(isWriter)) return ask('plan mode changes nothing');
    if (book.whole('allow', 'Bash')) return RUN;
    const paths = pathsOf(reading);
    if (paths !== null) return ask(paths);
    if (allow.spells(reading.source.trim())) return RUN;
    if (reading.obstacle !== null) return ask(`${reading.obstacle} cannot be judged before it runs`);
    const objection = combined(reading.commands);
    if (objection !== null) return ask(objection);
    for (const command of reading.commands) {
      const why = commandObjection(command, reading, isFirst);
      if (why !== null) return ask(why);
    }
    return RUN;
  }

  /** B2. Inner commands of wrappers have paths, too. */
  function pathsOf({ commands, obstacle }: Reading): string | null {
    const places = placesOf(commands, workspace, access.namesOf, obstacle === null);
    for (const [at, command] of commands.entries()) {
      for (const words of unwrapped(command.words)) {
        const why = pathObjection({ ...command, words }, places[at] ?? [], access, mode === 'acceptEdits');
        if (why !== null) return why;
      }
    }
    return null;
  }

  function commandObjection(command: Command, { source, commands }: Reading, isFirst: boolean): string | null {
    if (command.words.length === 0 && command.assignments.length === 0) return null;
    if (command.words.length === 0) {
      return !isFirst && setsOnlyItsOwn(command) ? null : 'a variable is set for what follows';
    }
    if (isFree(command, commands)) return null;
    if (mode === 'acceptEdits' && isPlainEdit(command)) return null;
    return allow.objection(command, source);
  }
}

/** What must not come together in one text, as it is hard to foresee where it works. */
function combined(commands: readonly Command[]): string | null {
  const changes = commands.filter(({ words }) => changesDirectory(words)).length;
  if (changes === 0) return null;
  if (changes > 1) return 'the directory changes more than once';
  if (commands.some(isWriter)) return 'the directory changes and something is written';
  const git = commands.some(({ words }) => unwrapped(words).some((inner) => baseName(nameOf(inner)) === 'git'));
  return git ? 'the directory changes before git runs' : null;
}

function wholeActs(book: RuleBook, behavior: 'deny' | 'ask'): readonly Act[] {
  const reads: readonly Act[] = book.whole(behavior, 'Read') ? ['read'] : [];
  return book.whole(behavior, 'Edit') ? [...reads, 'write'] : reads;
}

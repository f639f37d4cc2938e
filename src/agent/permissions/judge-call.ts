import { resolve } from 'node:path';
import { bashJudge } from './bash/judge-bash.js';
import { bashClamp } from './bash/rules/clamp.js';
import type { Grammar } from './bash/shell/grammar.js';
import type { Disk } from './disk.js';
import { type FileAccess, fileAccess } from './files/file-access.js';
import { foldersOf } from './files/folders.js';
import { judgeRead, judgeSearch, judgeWrite, searchedBy, WRITING_TOOLS, waysOf } from './files/judge-files.js';
import { suggestedFileRules } from './files/suggested-rules.js';
import type { PermissionSetup, Verdict } from './permissions.js';
import { type RuleBook, rulesOf } from './rule-book.js';
import type { Rule } from './rule.js';
import { coversHost, isDocumentation, mentionsHost, webUrl } from './web-hosts.js';

/** Where an agent works. Absolute paths. */
export interface Place {
  readonly workspace: string;
  readonly home: string;
}

/** What one agent must not do although the rules of its run would let it. */
export interface Restrictions {
  /** Bash runs only commands that these rules cover: `git log *`, or `Bash(git log *)`. None means no command at all. */
  readonly bashCommandClamp?: readonly string[];
}

/** What rules, mode and restrictions say of single calls. Keeps nothing from one call to the next. */
export interface CallJudge {
  readonly book: RuleBook;
  readonly access: FileAccess;
  /** `isFirst`: no command of this agent has run before. */
  judge(tool: string, input: unknown, isFirst: boolean): Verdict;
  /**
   * Allow rules, in the syntax of settings, that say plainly what they permit and may permit the call. Whether they do is
   * for the caller to find out: no rule beats a deny or ask rule, or a safety check.
   */
  suggest(tool: string, input: unknown, isFirst: boolean): readonly string[];
}

export interface JudgeSurroundings {
  readonly place: Place;
  readonly restrictions: Restrictions;
  readonly disk: Disk;
  readonly grammar: Grammar;
}

const RUN: Verdict = { kind: 'run' };
const ask = (reason: string): Verdict => ({ kind: 'ask', reason });
const deny = (reason: string): Verdict => ({ kind: 'deny', reason });

/** Tools that only concern the agent itself, or whose calls are judged where they lead to others. */
const FREE_TOOLS = new Set([
  'Agent',
  'AskUserQuestion',
  'BashOutput',
  'KillShell',
  'Skill',
  'StructuredOutput',
  'TodoWrite',
]);

export function callJudge({ layers, mode }: PermissionSetup, around: JudgeSurroundings): CallJudge {
  const { place, restrictions, disk, grammar } = around;
  const { bashCommandClamp } = restrictions;
  const book = rulesOf(layers);
  const additional = layers.flatMap((layer) => layer.additionalDirectories);
  const access = fileAccess(book, foldersOf(resolve(place.workspace), resolve(place.home), additional, disk));
  const bash = bashJudge(book, access, mode, grammar);
  const clamp = bashCommandClamp === undefined ? null : bashClamp(bashCommandClamp, grammar);

  return {
    book,
    access,
    judge: (tool, input, isFirst) => judged(tool, recordOf(input), isFirst),
    suggest: (tool, input, isFirst) => suggested(tool, recordOf(input), isFirst),
  };

  function judged(tool: string, input: Input, isFirst: boolean): Verdict {
    if (isTakenAway(tool, book)) return deny('a deny rule covers the tool');
    switch (tool) {
      case 'Bash':
        return judgeBash(input.command, isFirst);
      case 'Read':
        return judgeRead(input.file_path, access, book, mode);
      case 'Write':
      case 'Edit':
        return judgeWrite(tool, input.file_path, access, book, mode);
      case 'NotebookEdit':
        return judgeWrite(tool, input.notebook_path, access, book, mode);
      case 'Grep':
      case 'Glob':
        return judgeSearch(tool, input, access, book, mode);
      case 'WebFetch':
        return judgeFetch(input.url);
      default:
        return judgeOther(tool, input);
    }
  }

  function judgeBash(command: unknown, isFirst: boolean): Verdict {
    const loose = clamp?.objection(typeof command === 'string' ? command : '') ?? null;
    return loose === null ? bash.judge(command, isFirst) : deny(loose);
  }

  function judgeFetch(text: unknown): Verdict {
    const url = webUrl(text);
    const covered = (rules: readonly Rule[]): boolean => url !== null && rules.some((rule) => coversHost(rule, url));
    const strict = [...book.some('deny', 'WebFetch'), ...book.some('ask', 'WebFetch')];
    const doubtful = [...strict.filter((rule) => !rule.specifier?.startsWith('domain:')), ...book.meant('WebFetch')];
    if (covered(book.some('deny', 'WebFetch'))) return deny('a deny rule covers the host');
    if (book.whole('ask', 'WebFetch') || covered(book.some('ask', 'WebFetch')))
      return ask('an ask rule covers the host');
    if (url !== null && doubtful.some((rule) => mentionsHost(rule, url))) return ask('a rule may cover the host');
    if (mode === 'bypassPermissions' || book.whole('allow', 'WebFetch')) return RUN;
    if (url === null) return ask('it is not a web address');
    const isPlain = !url.hostname.endsWith('.');
    if (isDocumentation(url) || (isPlain && covered(book.some('allow', 'WebFetch')))) return RUN;
    return ask('no rule allows the host');
  }

  function judgeOther(tool: string, input: Input): Verdict {
    const covered = (behavior: 'deny' | 'ask'): boolean =>
      book.some(behavior, tool).some((rule) => coversInput(rule, input));
    if (covered('deny')) return deny('a deny rule covers the call');
    if (book.whole('ask', tool) || covered('ask') || book.meant(tool).length > 0)
      return ask('an ask rule covers the tool');
    if (mode === 'bypassPermissions' || FREE_TOOLS.has(tool)) return RUN;
    if (mode === 'plan' && tool.startsWith('mcp__')) return ask('plan mode changes nothing');
    return book.whole('allow', tool) ? RUN : ask('no rule allows the tool');
  }

  function suggested(tool: string, input: Input, isFirst: boolean): readonly string[] {
    const { folders } = access;
    switch (tool) {
      case 'Bash':
        return bash.suggest(input.command, isFirst);
      case 'Read':
        return suggestedFileRules('read', waysOf(input.file_path, access), 'file', folders);
      case 'Write':
      case 'Edit':
        return suggestedFileRules('write', waysOf(input.file_path, access), 'file', folders);
      case 'NotebookEdit':
        return suggestedFileRules('write', waysOf(input.notebook_path, access), 'file', folders);
      case 'Grep':
      case 'Glob':
        return suggestedFileRules('read', searchedBy(tool, input, access), 'folder', folders);
      case 'WebFetch':
        return hostRule(input.url);
      case 'WebSearch':
        return [tool];
      default:
        return /^mcp__[\w-]+__[\w-]+$/.test(tool) ? [tool] : [];
    }
  }
}

type Input = Readonly<Record<string, unknown>>;

/** A rule against editing takes all tools away that edit. */
export function isTakenAway(tool: string, book: RuleBook): boolean {
  return book.whole('deny', tool) || (WRITING_TOOLS.includes(tool) && book.whole('deny', 'Edit'));
}

/** Hosts may hold a star, which a rule would read as any host. */
function hostRule(text: unknown): readonly string[] {
  const host = webUrl(text)?.hostname ?? '';
  return /^[a-z0-9.-]+$/.test(host) ? [`WebFetch(domain:${host})`] : [];
}

/** `Tool(value)` for the type of an agent, and `Tool(param:value)` for a plain value of any tool. */
function coversInput({ tool, specifier }: Rule, input: Input): boolean {
  const [, param = '', value = ''] = /^(\w+):(.*)$/s.exec(specifier ?? '') ?? [];
  if (tool === 'Agent' && input.subagent_type === specifier) return true;
  return (
    param !== '' && Object.hasOwn(input, param) && typeof input[param] !== 'object' && String(input[param]) === value
  );
}

function recordOf(value: unknown): Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Input) : {};
}

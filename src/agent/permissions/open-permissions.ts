import { resolve } from 'node:path';
import { bashJudge } from './bash/judge-bash.js';
import { bashClamp } from './bash/rules/clamp.js';
import { bashGrammar } from './bash/shell/grammar.js';
import { type Disk, hostDisk } from './disk.js';
import { type FileAccess, fileAccess } from './files/file-access.js';
import { foldersOf } from './files/folders.js';
import { judgeRead, judgeSearch, judgeWrite, WRITING_TOOLS } from './files/judge-files.js';
import type { PermissionSetup, Permissions, Verdict } from './permissions.js';
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

const RUN: Verdict = { kind: 'run' };
const ask = (reason: string): Verdict => ({ kind: 'ask', reason });
const deny = (reason: string): Verdict => ({ kind: 'deny', reason });

/** Tools that only concern the agent itself, or whose calls are judged where they lead to others. */
const FREE_TOOLS = new Set(['Agent', 'BashOutput', 'KillShell', 'Skill', 'StructuredOutput', 'TodoWrite']);

/** The permissions of one agent, from rules that are already read. */
export async function openPermissions(
  setup: PermissionSetup,
  place: Place,
  { bashCommandClamp }: Restrictions = {},
  disk: Disk = hostDisk,
): Promise<Permissions> {
  const { layers, mode } = setup;
  const book = rulesOf(layers);
  const additional = layers.flatMap((layer) => layer.additionalDirectories);
  const access = fileAccess(book, foldersOf(resolve(place.workspace), resolve(place.home), additional, disk));
  const grammar = await bashGrammar();
  const bash = bashJudge(book, access, mode, grammar);
  const clamp = bashCommandClamp === undefined ? null : bashClamp(bashCommandClamp, grammar);
  let commandsRun = 0;

  return {
    offers: (tool) => !isTakenAway(tool, book),
    ignored: book.ignored,
    hidden: (path) => isHidden(path, access),
    async judge(tool, input) {
      const verdict = judged(tool, isRecord(input) ? input : {});
      if (tool === 'Bash' && verdict.kind === 'run') commandsRun++;
      return verdict.kind === 'ask' && mode === 'dontAsk' ? deny(verdict.reason) : verdict;
    },
  };

  function judged(tool: string, input: Readonly<Record<string, unknown>>): Verdict {
    if (isTakenAway(tool, book)) return deny('a deny rule covers the tool');
    switch (tool) {
      case 'Bash':
        return judgeBash(input.command);
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

  function judgeBash(command: unknown): Verdict {
    const loose = clamp?.objection(typeof command === 'string' ? command : '') ?? null;
    return loose === null ? bash.judge(command, commandsRun === 0) : deny(loose);
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

  function judgeOther(tool: string, input: Readonly<Record<string, unknown>>): Verdict {
    const covered = (behavior: 'deny' | 'ask'): boolean =>
      book.some(behavior, tool).some((rule) => coversInput(rule, input));
    if (covered('deny')) return deny('a deny rule covers the call');
    if (book.whole('ask', tool) || covered('ask') || book.meant(tool).length > 0)
      return ask('an ask rule covers the tool');
    if (mode === 'bypassPermissions' || FREE_TOOLS.has(tool)) return RUN;
    if (mode === 'plan' && tool.startsWith('mcp__')) return ask('plan mode changes nothing');
    return book.whole('allow', tool) ? RUN : ask('no rule allows the tool');
  }
}

/** A rule against editing takes all tools away that edit. */
function isTakenAway(tool: string, book: RuleBook): boolean {
  return book.whole('deny', tool) || (WRITING_TOOLS.includes(tool) && book.whole('deny', 'Edit'));
}

/** What may not be read is not found either. Circles of links are not. */
function isHidden(path: string, access: FileAccess): boolean {
  const names = access.namesOf(path);
  return names === null || access.denied('read', names) || access.asked('read', names);
}

/** `Tool(value)` for the type of an agent, and `Tool(param:value)` for a plain value of any tool. */
function coversInput({ tool, specifier }: Rule, input: Readonly<Record<string, unknown>>): boolean {
  const [, param = '', value = ''] = /^(\w+):(.*)$/s.exec(specifier ?? '') ?? [];
  if (tool === 'Agent' && input.subagent_type === specifier) return true;
  return (
    param !== '' && Object.hasOwn(input, param) && typeof input[param] !== 'object' && String(input[param]) === value
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

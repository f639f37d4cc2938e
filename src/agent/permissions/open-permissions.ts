import { bashGrammar } from './bash/shell/grammar.js';
import { type Disk, hostDisk } from './disk.js';
import type { FileAccess } from './files/file-access.js';
import { callJudge, isTakenAway, type Place, type Restrictions } from './judge-call.js';
import type { PermissionLayer, PermissionSetup, Permissions, Verdict } from './permissions.js';

/** The permissions of one agent, from rules that are already read. */
export async function openPermissions(
  setup: PermissionSetup,
  place: Place,
  restrictions: Restrictions = {},
  disk: Disk = hostDisk,
): Promise<Permissions> {
  const around = { place, restrictions, disk, grammar: await bashGrammar() };
  const { book, access, judge, suggest } = callJudge(setup, around);
  let commandsRun = 0;

  return {
    offers: (tool) => !isTakenAway(tool, book),
    ignored: book.ignored,
    hidden: (path) => isHidden(path, access),
    async judge(tool, input) {
      const isFirst = commandsRun === 0;
      const verdict = judge(tool, input, isFirst);
      if (tool === 'Bash' && verdict.kind === 'run') commandsRun++;
      if (verdict.kind !== 'ask') return verdict;
      return setup.mode === 'dontAsk'
        ? { kind: 'deny', reason: verdict.reason }
        : withRules(verdict, tool, input, isFirst);
    },
  };

  /** Only rules under which the call would run are offered. */
  function withRules(asked: Asked, tool: string, input: unknown, isFirst: boolean): Verdict {
    const rules = suggest(tool, input, isFirst);
    if (rules.length === 0 || rules.length > MOST_RULES) return asked;
    const layers = [...setup.layers, grantsLayer(rules, place.workspace)];
    const verdict = callJudge({ ...setup, layers }, around).judge(tool, input, isFirst);
    return verdict.kind === 'run' ? { ...asked, rules } : asked;
  }
}

type Asked = Extract<Verdict, { kind: 'ask' }>;

/** More are not read. */
const MOST_RULES = 5;

/** Allow rules that persons gave while a run went on. `root` is the absolute path of the folder they count from. */
export function grantsLayer(allow: readonly string[], root: string): PermissionLayer {
  return { source: 'run', root, allow, ask: [], deny: [], additionalDirectories: [] };
}

/** What may not be read is not found either. Circles of links are not. */
function isHidden(path: string, access: FileAccess): boolean {
  const names = access.namesOf(path);
  return names === null || access.denied('read', names) || access.asked('read', names);
}

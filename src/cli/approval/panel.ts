import type { MetaPhase, ScriptMeta } from '../../script/compiled-script.js';
import type { Outline } from '../../script/outline.js';
import { cut } from '../screens/cut.js';
import type { Colors } from '../terminal/terminal.js';
import { terminalLine, terminalText } from '../terminal/terminal-text.js';
import type { Trust } from './trust-store.js';

/** What a person should know of a script before it runs. */
export interface PanelFacts {
  readonly meta: ScriptMeta;
  readonly file: string;
  readonly text: string;
  readonly outline: Outline;
  /** What it may take, in one line; null when nobody knows. */
  readonly estimate: string | null;
  /** What serves it, and how far it may go. */
  readonly limits: string;
  /** What its agents may do, a line each. */
  readonly permissions: readonly string[];
  readonly trust: Exclude<Trust, 'trusted'>;
}

/** Shown of what may be many; the script itself can be shown in full. */
const MOST_PHASES = 12;
const MOST_PROMPTS = 3;

/** The question, and what it is about; each line fits the columns. */
export function panelLines(facts: PanelFacts, columns: number, colors: Colors): readonly string[] {
  const { meta, file, text, outline, estimate, limits, permissions } = facts;
  const { bold, dim, yellow } = colors;
  const line = (indent: number, words: string, style = (plain: string): string => plain): string =>
    ' '.repeat(indent) + style(cut(terminalLine(words), columns - indent));
  const lines = terminalText(text).replace(/\n$/, '').split('\n').length;
  return [
    line(0, questionOf(facts), bold),
    line(2, meta.description),
    line(2, `${file}, ${lines} lines`, dim),
    '',
    ...phaseLines(meta.phases, outline, line, colors),
    '',
    line(2, estimate ?? 'estimate: nothing is known'),
    line(2, limits),
    ...permissions.map((words) => line(2, words)),
    ...(outline.workflows?.length === 0 ? [] : [line(2, calledWords(outline.workflows))]),
    ...(outline.mentionsExec
      ? [line(2, 'The script mentions exec: commands of its own, without a model.', yellow)]
      : []),
    ...(hidesText(text) ? [line(2, 'The script holds control characters, which are not shown.', yellow)] : []),
    '',
  ];
}

function questionOf({ meta, trust, outline }: PanelFacts): string {
  if (trust === 'unknown') return `Run ${meta.name}?`;
  const what = outline.workflows?.length === 0 ? meta.name : `${meta.name}, or a workflow it calls,`;
  return `${what} has changed since you trusted it here. Run it?`;
}

function calledWords(workflows: readonly string[] | null): string {
  return workflows === null
    ? 'it may run any saved workflow'
    : `it may run these saved workflows: ${workflows.join(', ')}`;
}

type Line = (indent: number, words: string, style?: (plain: string) => string) => string;

/** Phases as the script declares them, then those that only calls name; below each what it asks its agents. */
function phaseLines(
  declared: readonly MetaPhase[],
  { prompts }: Outline,
  line: Line,
  { dim }: Colors,
): readonly string[] {
  const titles = new Set([...declared.map(({ title }) => title), ...prompts.flatMap(({ phase }) => phase ?? [])]);
  const details = new Map(declared.map(({ title, detail = '' }) => [title, detail]));
  const shown = [...titles].slice(0, MOST_PHASES);
  const promptsOf = (phase: string | null): readonly string[] => {
    const texts = prompts.filter((prompt) => prompt.phase === phase).map(({ text }) => `“${text.trim()}”`);
    const more = texts.length - MOST_PROMPTS;
    return [...texts.slice(0, MOST_PROMPTS), ...(more > 0 ? [`… and ${more} more`] : [])].map((text) =>
      line(5, text, dim),
    );
  };
  return [
    ...shown.flatMap((title, index) => {
      const detail = details.get(title) || '';
      return [line(2, `${index + 1}. ${title}${detail && `: ${detail}`}`), ...promptsOf(title)];
    }),
    ...(titles.size > shown.length ? [line(2, `… and ${titles.size - shown.length} more phases`)] : []),
    ...promptsOf(null),
    ...(titles.size === 0 && prompts.length === 0 ? [line(2, 'no agents in its text')] : []),
  ];
}

/** Whether a terminal would not show, or would obey, a part of the text. */
function hidesText(text: string): boolean {
  const visible = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  return terminalText(visible) !== visible;
}

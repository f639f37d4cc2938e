import { tokensOf } from '../interpreter/outcome.js';
import { costInWords } from './cost.js';
import type { PhaseRow, RunState } from './state.js';

/** Rows shown: the server takes 20,000 bytes, and nobody reads more. */
const MOST_ROWS = 100;
const LONGEST_TITLE = 80;

/** The run as a Markdown table, for the Web UI's "current details". */
export function currentDetails({ phases }: RunState): string {
  const rows: string[] = [];
  for (const phase of phases.values()) {
    if (rows.length === MOST_ROWS) break;
    rows.push(row(phase));
  }
  const more = phases.size > MOST_ROWS ? [`\n… and ${phases.size - MOST_ROWS} more phases`] : [];
  return ['| Phase | Done | Running | Failed | Tokens | Cost |', '|---|---|---|---|---|---|', ...rows, ...more].join(
    '\n',
  );
}

function row({ title, agents, ok, failed, skipped, running, usage, cost }: PhaseRow): string {
  const done = `${ok + failed + skipped}/${agents}`;
  const cells = [cell(title ?? '—'), done, running, failed, tokensOf(usage), costInWords(cost)];
  return `| ${cells.join(' | ')} |`;
}

/** Titles come from scripts: they must not break out of their cell. */
function cell(text: string): string {
  return text.slice(0, LONGEST_TITLE).replace(/[\s|`<>[\]]+/g, ' ');
}

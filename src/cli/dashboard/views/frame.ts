import { fit, type Line, span } from '../text/line.js';
import type { WatchedRun } from '../scene/watched-run.js';
import { agentList, agentPane } from './agents/agent-list.js';
import { agentPaneText, type Excerpt } from './agents/agent-pane.js';
import { askPane } from './asks.js';
import { footer } from './footer.js';
import { helpLines } from './help.js';
import { phaseList } from './phases.js';
import { runHead } from './run-head.js';
import { listHead, runList } from './run-list.js';
import { hasTwoPanes, type Standing } from './standing.js';

/** The whole screen, and what keys need to know of it. */
export interface Frame {
  /** As many as the terminal has rows, each as wide as it is. */
  readonly lines: readonly Line[];
  /** Rows of a list or a text that are seen at once. */
  readonly page: number;
  /** Of the text: rows above the window, and at most that many there can be. */
  readonly top: number;
  readonly last: number;
}

/** Below these there is no screen. */
const LEAST = { columns: 20, rows: 6 };

/** Pure: the same standing gives the same screen. Its cost follows from the size of the terminal. */
export function frameOf(standing: Standing): Frame {
  const { columns, rows } = standing.size;
  if (columns < LEAST.columns || rows < LEAST.rows) {
    return { lines: filled([[span('too small')]], standing, rows), page: 1, top: 0, last: 0 };
  }
  const { scene, now } = standing;
  const shown = { ...standing, now: scene.watched?.clock(now) ?? now };
  const above = [...head(shown), [span('─'.repeat(columns), 'dim')]];
  const below = footer(standing);
  const page = Math.max(1, rows - above.length - below.length);
  const { lines, top, last } = body(shown, page);
  return { lines: filled([...above, ...filled(lines, standing, page), ...below], standing, rows), page, top, last };
}

/** Exactly so many rows, each as wide as the terminal. */
function filled(lines: readonly Line[], { size }: Standing, rows: number): readonly Line[] {
  const blank = Array.from({ length: Math.max(0, rows - lines.length) }, (): Line => []);
  return [...lines.slice(0, rows), ...blank].map((line) => fit(line, size.columns));
}

function head(standing: Standing): readonly Line[] {
  const { scene, ui } = standing;
  const isList = ui.at === 'runs' || (ui.at === 'asks' && ui.back === 'runs');
  if (isList) return listHead(standing);
  return scene.watched ? runHead(standing, scene.watched) : [[span(ui.run ?? '', 'bold')]];
}

function body(standing: Standing, rows: number): Excerpt {
  const { scene, ui } = standing;
  if (ui.mode.kind === 'help') return still(helpLines());
  if (ui.at === 'runs') return still(runList(standing, rows));
  if (ui.at === 'asks') return askPane(standing, rows);
  return scene.watched ? runBody(standing, scene.watched, rows) : still([]);
}

function still(lines: readonly Line[]): Excerpt {
  return { lines, top: 0, last: 0 };
}

function runBody(standing: Standing, watched: WatchedRun, rows: number): Excerpt {
  const { ui, size } = standing;
  const { columns } = size;
  if (!hasTwoPanes(standing)) {
    if (ui.at === 'phases') return still(phaseList(standing, watched, columns, rows));
    if (ui.at === 'agents') return still(agentPane(standing, watched, columns, rows));
    return agentPaneText(standing, watched, columns, rows);
  }
  const left = Math.max(22, Math.min(34, Math.floor(columns * 0.3)));
  const right = columns - left - BETWEEN.length;
  if (ui.at !== 'agent') {
    const phases = phaseList(standing, watched, left, rows);
    return still(beside(phases, agentPane(standing, watched, right, rows), left, rows));
  }
  const { lines, top, last } = agentPaneText(standing, watched, right, rows);
  return { lines: beside(agentList(standing, watched, left, rows), lines, left, rows), top, last };
}

const BETWEEN = ' │ ';

function beside(left: readonly Line[], right: readonly Line[], columns: number, rows: number): readonly Line[] {
  return Array.from({ length: rows }, (_, row) => [
    ...fit(left[row] ?? [], columns),
    span(BETWEEN, 'dim'),
    ...(right[row] ?? []),
  ]);
}

import { counted, duration } from '../../output/amounts.js';
import { minuteOf } from '../../output/moments.js';
import { dollars } from '../../../workflows/cost.js';
import { terminalLine } from '../../terminal/terminal-text.js';
import { apart, clip, fit, type Line, span, widthOf } from '../text/line.js';
import type { ListedRun, Scene } from '../scene/scene.js';
import { listedRuns, runIndex, type Ui } from '../ui.js';
import { listLines, pointer } from './list.js';
import { isOver, statusTone, statusWords } from './run-words.js';
import type { Standing } from './standing.js';

/** How many runs there are, and what they wait for. */
export function listHead(standing: Standing): readonly Line[] {
  const { scene, ui, size } = standing;
  return [apart([span('Longhaul', 'bold'), span('  runs', 'dim')], [span(sumUp(scene, ui), 'dim')], size.columns)];
}

function sumUp(scene: Scene, ui: Ui): string {
  if (scene.runs === null) return 'asking the server…';
  const listed = listedRuns(scene, ui);
  const open = listed.filter(({ status }) => !isOver(status)).length;
  const asks = listed.reduce((sum, run) => sum + (run.asks ?? 0), 0);
  return [
    counted(listed.length, 'run'),
    ...(open > 0 ? [`${open} not over`] : []),
    ...(asks > 0 ? [`${asks} waiting for you (a)`] : []),
    ...(ui.runQuery === '' ? [] : [`that match "${terminalLine(ui.runQuery)}"`]),
  ].join(' · ');
}

/** The runs, those started last first. */
export function runList(standing: Standing, rows: number): readonly Line[] {
  const { scene, ui, size, now } = standing;
  const runs = listedRuns(scene, ui);
  if (scene.runs !== null && runs.length === 0) {
    const words = ui.runQuery === '' ? 'No runs yet. To start one: longhaul run SCRIPT' : 'No run matches.';
    return [fit([span(`  ${words}`, 'dim')], size.columns)];
  }
  const widest = Math.max(8, ...runs.map(({ name }) => widthOf(terminalLine(name))));
  const nameWidth = Math.min(widest, Math.floor(size.columns * 0.35));
  return listLines(runs, runIndex(runs, ui), rows, (run, isChosen) => [
    ...pointer(isChosen, true),
    ...rowOf(run, isChosen, nameWidth, size.columns - 2, now),
  ]);
}

function rowOf(run: ListedRun, isChosen: boolean, nameWidth: number, columns: number, now: number): Line {
  const { name, status, asks, phase, costUsd, startedAt, endedAt, from, offline } = run;
  const took = endedAt === null && isOver(status) ? '' : duration((endedAt ?? now) - startedAt);
  const isWide = columns >= 60;
  const right = [
    ...(asks !== null && asks > 0 ? [span(`asks ${asks}  `, 'warn')] : []),
    ...(isWide && from === 'record' ? [span('record  ', 'dim')] : []),
    ...(isWide && offline ? [span('offline  ', 'dim')] : []),
    ...(isWide ? [span(`${costUsd === null ? '' : dollars(costUsd)}  `.padStart(9), 'dim')] : []),
    span(took.padStart(isWide ? 7 : 1), 'dim'),
    ...(isWide ? [span(`  ${momentOf(startedAt, now)}`, 'dim')] : []),
  ];
  const label = clip(terminalLine(name), nameWidth);
  const left = [
    span(label, isChosen ? 'bold' : 'plain'),
    span(' '.repeat(nameWidth - widthOf(label) + 2)),
    span(statusWords(status), statusTone(status)),
    ...(phase === null || isOver(status) ? [] : [span(`  ${terminalLine(phase)}`, 'dim')]),
  ];
  return apart(left, right, columns);
}

/** `14:02` today, `11-22` before. */
function momentOf(ms: number, now: number): string {
  const [day = '', minute = ''] = minuteOf(ms).split(' ');
  return minuteOf(now).startsWith(day) ? minute : day.slice('2026-'.length);
}

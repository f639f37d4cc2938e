import { lineWidth } from '../../src/cli/dashboard/text/line.js';
import { emptyScene, type ListedRun, type OpenScene } from '../../src/cli/dashboard/scene/scene.js';
import { openUi, phaseIndex, type Ui } from '../../src/cli/dashboard/ui.js';
import { type Frame, frameOf } from '../../src/cli/dashboard/views/frame.js';
import { WatchedRun } from '../../src/cli/dashboard/scene/watched-run.js';
import type { RunHappening } from '../../src/workflows/events.js';
import type { PermissionAsk } from '../../src/workflows/ports.js';
import { eventsOf } from './run-story.js';

export const RUN = 'lh-audit-01kam2v5x7abcdefghjkmnpqrs';

/** A run in a list, with what a test wants to be otherwise. */
export function listed(more: Partial<ListedRun> = {}): ListedRun {
  return {
    run: RUN,
    name: 'audit',
    status: 'running',
    startedAt: 0,
    endedAt: null,
    costUsd: 0.42,
    phase: 'Find',
    asks: 0,
    offline: false,
    from: 'server',
    ...more,
  };
}

export function watchedRun(happenings: readonly RunHappening[]): WatchedRun {
  const watched = new WatchedRun(RUN);
  for (const event of eventsOf(happenings)) watched.take(event);
  return watched;
}

/** A scene in which that has happened. */
export function sceneOf(happenings: readonly RunHappening[], more: Partial<OpenScene> = {}): OpenScene {
  return { ...emptyScene('project'), runs: [listed()], watched: watchedRun(happenings), ...more };
}

export function uiAt(at: Ui['at'], more: Partial<Ui> = {}): Ui {
  return { ...openUi(RUN), at, ...more };
}

/** The screen at second 60. Throws where a row is not as wide as the terminal. */
export function frameAt(scene: OpenScene, ui: Ui, size = { columns: 80, rows: 24 }, now = 60_000): Frame {
  const { watched } = scene;
  watched?.show({ phase: phaseIndex(watched, ui), filter: ui.filter, query: ui.query });
  const frame = frameOf({ scene, ui, size, now });
  if (frame.lines.length !== size.rows) throw new Error(`${frame.lines.length} rows, not ${size.rows}`);
  for (const line of frame.lines) {
    if (lineWidth(line) !== size.columns) throw new Error(`not ${size.columns} columns: ${textOf(line)}`);
  }
  return frame;
}

/** The rows without the spaces at their ends, and without empty rows at the end of the body. */
export function screenAt(...at: Parameters<typeof frameAt>): readonly string[] {
  return frameAt(...at)
    .lines.map(textOf)
    .filter((row) => row !== '' && !/^ *│?$/.test(row));
}

function textOf(line: Frame['lines'][number]): string {
  return line
    .map(({ text }) => text)
    .join('')
    .trimEnd();
}

export const asking = (call: number, ask: Partial<PermissionAsk> = {}): RunHappening => ({
  type: 'waiting',
  call,
  wait: { for: 'permission', asks: [permissionAsk(ask)] },
  spent: null,
});

export function permissionAsk(more: Partial<PermissionAsk> = {}): PermissionAsk {
  return { id: 'ask', tool: 'Bash', summary: 'npm test', reason: 'no rule allows it', ...more };
}

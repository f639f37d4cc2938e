import type { SaveTo } from '../../client/save-workflow.js';
import type { CallId } from '../../interpreter/call.js';
import type { SpendingCaps } from '../../workflows/spec.js';
import type { Filter } from './scene/filter.js';
import type { Asking, ListedRun, Scene } from './scene/scene.js';
import type { WatchedRun } from './scene/watched-run.js';

/** The screens, from the whole to the part; `asks` is reached from all of them. */
export type ScreenName = 'runs' | 'phases' | 'agents' | 'agent' | 'asks';

/** Where a person is, what is chosen, and what is being typed or asked. */
export interface Ui {
  readonly at: ScreenName;
  /** Where one comes from to `asks`. */
  readonly back: ScreenName;
  /** Chosen in the list; beyond the list the one that is looked at. */
  readonly run: string | null;
  /** Part of a name or an id: only such runs are listed. */
  readonly runQuery: string;
  /** Index among the phases of the run. */
  readonly phase: number;
  readonly call: CallId | null;
  readonly filter: Filter;
  /** Part of a label: only such agents are listed, those of all phases. */
  readonly query: string;
  /** Rows of the agent's text above the window; null: its beginning, or its end while it is at work. */
  readonly scroll: number | null;
  /** Whether prompts, results and what was said are shown in full. */
  readonly long: boolean;
  /** Index among what is asked. */
  readonly ask: number;
  readonly mode: Mode;
}

/** What the keys mean. */
export type Mode =
  | { readonly kind: 'browse' }
  | { readonly kind: 'help' }
  /** Of the run that is chosen. */
  | { readonly kind: 'confirm-stop'; readonly run: string }
  | { readonly kind: 'search'; readonly text: string }
  | { readonly kind: 'save'; readonly run: string; readonly text: string; readonly to: SaveTo }
  | { readonly kind: 'raise'; readonly run: string; readonly text: string }
  /** `answers` to the questions before the one that `text` answers. */
  | { readonly kind: 'answer'; readonly asking: Asking; readonly answers: readonly string[]; readonly text: string };

/** What a person wants to happen, beside moving about. */
export type Intent = { readonly do: 'quit' } | { readonly do: 'repaint' } | Deed;

/** What the server, or the file system, has to do for it. */
export type Deed =
  | { readonly do: 'pause' | 'resume' | 'stop'; readonly run: string }
  | { readonly do: 'kill' | 'restart'; readonly run: string; readonly call: CallId }
  | { readonly do: 'save'; readonly run: string; readonly name: string; readonly to: SaveTo }
  | { readonly do: 'raise'; readonly run: string; readonly caps: SpendingCaps }
  | { readonly do: 'approve'; readonly asking: Asking; readonly for: 'once' | 'run' | 'always' }
  | { readonly do: 'deny'; readonly asking: Asking }
  | { readonly do: 'answer'; readonly asking: Asking; readonly answers: readonly string[] };

export const BROWSE: Mode = { kind: 'browse' };

/** In the list, or at a run. */
export function openUi(run: string | null): Ui {
  return {
    at: run === null ? 'runs' : 'phases',
    back: 'runs',
    run,
    runQuery: '',
    ...FIRST_SIGHT,
    ask: 0,
    mode: BROWSE,
  };
}

/** How one comes to a run. */
export const FIRST_SIGHT = { phase: 0, call: null, filter: 'all', query: '', scroll: null, long: false } as const;

/** The runs in the list, by what is searched. */
export function listedRuns({ runs }: Scene, { runQuery }: Ui): readonly ListedRun[] {
  const part = runQuery.toLowerCase();
  const all = runs ?? [];
  return part === '' ? all : all.filter(({ run, name }) => run.includes(part) || name.toLowerCase().includes(part));
}

/** Where the chosen run is in the list; the first when it is there no more. */
export function runIndex(runs: readonly ListedRun[], { run }: Ui): number {
  return Math.max(
    0,
    runs.findIndex((row) => row.run === run),
  );
}

export function chosenRun(scene: Scene, ui: Ui): ListedRun | undefined {
  const runs = listedRuns(scene, ui);
  return runs[runIndex(runs, ui)];
}

export function phaseIndex({ phases }: WatchedRun, { phase }: Ui): number {
  return Math.max(0, Math.min(phase, phases.length - 1));
}

/** Where the chosen agent is among those shown, or the one that has taken its place. */
export function agentIndex({ shown }: WatchedRun, { call }: Ui): number {
  return call === null ? 0 : Math.max(0, Math.min(shown.placeOf(call), shown.size - 1));
}

/** In the agent's own screen it stays chosen also when the filter leaves it out. */
export function chosenCall(watched: WatchedRun, ui: Ui): CallId | undefined {
  return ui.at === 'agent' && ui.call !== null ? ui.call : watched.shown.at(agentIndex(watched, ui));
}

export function askIndex(askings: readonly Asking[], { ask }: Ui): number {
  return Math.max(0, Math.min(ask, askings.length - 1));
}

import { describe, expect, it } from '@jest/globals';
import type { Key } from '../../../src/cli/dashboard/keys/key.js';
import { hints, press } from '../../../src/cli/dashboard/keys/keys.js';
import type { Step } from '../../../src/cli/dashboard/keys/step.js';
import { askingsIn, type OpenScene } from '../../../src/cli/dashboard/scene/scene.js';
import { BROWSE, type Ui } from '../../../src/cli/dashboard/ui.js';
import type { RunHappening } from '../../../src/workflows/events.js';
import { frameAt, listed, permissionAsk, RUN, sceneOf, uiAt } from '../../support/dashboard-scene.js';
import { done, lost, queued, running, started } from '../../support/run-story.js';

/** 1 has ended, 2 has failed, 3 is at work, 4 is queued; 5 is of the other phase. */
const STORY: readonly RunHappening[] = [
  started('Find', 'Verify'),
  ...[1, 2, 3, 4].map((call) => queued(call, `find:${call}`, 'Find')),
  queued(5, 'verify:5', 'Verify'),
  running(1),
  running(2),
  running(3),
  done(1),
  lost(2, 'no'),
];

const questions = [
  { question: 'Which?', header: 'A', options: [{ label: 'All', description: '' }], multiSelect: false },
  { question: 'Why?', header: 'B', options: [], multiSelect: false },
];
const inbox = [
  {
    run: RUN,
    name: 'audit',
    asks: [
      { call: 3, label: 'find:3', phase: null, ask: permissionAsk({ rules: ['Bash(ls)'] }) },
      { call: 4, label: 'find:4', phase: null, ask: permissionAsk({ id: 'q', questions }) },
    ],
  },
];
const scene: OpenScene = sceneOf(STORY, {
  inbox,
  runs: [
    listed(),
    listed({ run: 'lh-b', name: 'review', status: 'paused' }),
    listed({ run: 'lh-c', status: 'failed' }),
  ],
});
const [asking, asked] = askingsIn(scene);

const SIZE = { columns: 80, rows: 24 };

/** Keys by their names, or the characters that they type. */
function pressAll(ui: Ui, keys: readonly string[], at = scene): Step {
  return keys.reduce<Step>(
    ({ ui }, key) => {
      const frame = frameAt(at, ui, SIZE);
      return press({ scene: at, ui, size: SIZE, now: 60_000, frame }, NAMES.has(key) ? (key as Key) : { typed: key });
    },
    { ui, intent: null },
  );
}

const NAMES: ReadonlySet<string> = new Set(
  'up down left right pageup pagedown home end enter escape tab backspace ctrl-c ctrl-l'.split(' '),
);

describe('moving about', () => {
  const moves: readonly (readonly [Ui, string, Partial<Ui>])[] = [
    [uiAt('runs'), 'down', { run: 'lh-b' }],
    [uiAt('runs'), 'j', { run: 'lh-b' }],
    [uiAt('runs'), 'down down down down', { run: 'lh-c' }],
    [uiAt('runs'), 'G', { run: 'lh-c' }],
    [uiAt('runs'), 'G g', { run: RUN }],
    [uiAt('runs'), 'up', { run: RUN }],
    [uiAt('runs', { run: null }), 'enter', { at: 'phases', run: RUN }],
    [uiAt('runs'), 'down enter', { at: 'phases', run: 'lh-b', phase: 0, filter: 'all' }],
    [uiAt('phases'), 'down', { phase: 1 }],
    [uiAt('phases'), 'pagedown', { phase: 1 }],
    [uiAt('phases'), 'enter', { at: 'agents' }],
    [uiAt('phases'), 'right enter', { at: 'agent', call: 1 }],
    [uiAt('phases'), 'escape', { at: 'runs', run: RUN }],
    [uiAt('agents'), 'down down', { call: 3 }],
    [uiAt('agents'), 'end', { call: 4 }],
    [uiAt('agents'), 'left', { at: 'phases' }],
    [uiAt('agent', { call: 3 }), 'down', { at: 'agent', call: 4 }],
    [uiAt('agent', { call: 3 }), 'enter', { long: true }],
    [uiAt('agent', { call: 3 }), 'escape', { at: 'agents', call: 3 }],
    [uiAt('phases'), 'a', { at: 'asks', back: 'phases' }],
    [uiAt('agent', { call: 3 }), 'a escape', { at: 'agent', call: 3 }],
    [uiAt('asks'), 'down', { ask: 1 }],
    [uiAt('agents'), 'f', { filter: 'running' }],
    [uiAt('agents'), 'f f f f f f', { filter: 'all' }],
    [uiAt('agents', { call: 3, filter: 'running' }), 'f', { filter: 'waiting', call: null }],
    [uiAt('agents'), '?', { mode: { kind: 'help' } }],
    [uiAt('agents'), '? x', { mode: BROWSE }],
  ];
  it.each(moves.map(([ui, keys, change]) => [ui.at, keys, ui, change] as const))('%s: %s', (_, keys, ui, change) => {
    expect(pressAll(ui, keys.split(' '))).toMatchObject({ ui: change, intent: null });
  });

  it('searches as one types, keeps it by Enter and ends it by Esc', () => {
    const typing = pressAll(uiAt('phases'), ['/', '5', 'x', 'backspace']).ui;
    expect(typing).toMatchObject({ at: 'agents', query: '5', mode: { kind: 'search', text: '5' } });
    expect(pressAll(typing, ['enter', 'enter']).ui).toMatchObject({ at: 'agent', call: 5, query: '5' });
    expect(pressAll(typing, ['enter', 'escape']).ui).toMatchObject({ at: 'agents', query: '' });
    expect(pressAll(typing, ['escape']).ui).toMatchObject({ query: '', mode: BROWSE });
    expect(pressAll(uiAt('runs'), ['/', 'r', 'e', 'v', 'enter', 'enter']).ui).toMatchObject({ run: 'lh-b' });
  });

  it('scrolls the text of an agent, and stays within it', () => {
    const items = Array.from({ length: 60 }, (_, i) => ({ kind: 'said' as const, text: `${i}` }));
    const long = { ...scene, agent: { call: 1, prompt: 'p', items, live: null, trouble: null } };
    const ui = uiAt('agent', { call: 1 });
    expect(pressAll(ui, ['j', 'j', 'k'], long).ui.scroll).toBe(1);
    expect(pressAll(ui, ['k'], long).ui.scroll).toBe(0);
    const { last, page } = frameAt(long, ui, SIZE);
    expect(pressAll(ui, ['G', 'j'], long).ui.scroll).toBe(last);
    expect(pressAll(ui, ['pagedown'], long).ui.scroll).toBe(page);
  });
});

describe('what is done', () => {
  const deeds: readonly (readonly [Ui, string, Step['intent']])[] = [
    [uiAt('runs'), 'p', { do: 'pause', run: RUN }],
    [uiAt('runs', { run: 'lh-b' }), 'p', { do: 'resume', run: 'lh-b' }],
    [uiAt('runs', { run: 'lh-c' }), 'p', null],
    [uiAt('phases'), 'p', { do: 'pause', run: RUN }],
    [uiAt('phases'), 'x', null],
    [uiAt('phases'), 'x y', { do: 'stop', run: RUN }],
    [uiAt('phases'), 'x n', null],
    [uiAt('phases'), 'x enter', null],
    [uiAt('runs', { run: 'lh-c' }), 'x y', null],
    [uiAt('agents', { call: 1 }), 'x', null],
    [uiAt('agents', { call: 3 }), 'x', { do: 'kill', run: RUN, call: 3 }],
    [uiAt('agent', { call: 4 }), 'x', { do: 'kill', run: RUN, call: 4 }],
    [uiAt('agents', { call: 3 }), 'r', { do: 'restart', run: RUN, call: 3 }],
    [uiAt('agents', { call: 4 }), 'r', null],
    [uiAt('agents', { call: 2 }), 'r', null],
    [uiAt('phases'), 'r', null],
    [uiAt('phases'), 's enter', { do: 'save', run: RUN, name: 'audit', to: 'project' }],
    [uiAt('runs', { run: 'lh-b' }), 's 2 tab enter', { do: 'save', run: 'lh-b', name: 'review2', to: 'personal' }],
    [uiAt('phases'), 's escape', null],
    [uiAt('asks'), 'y', { do: 'approve', asking: asking!, for: 'once' }],
    [uiAt('asks'), 'u', { do: 'approve', asking: asking!, for: 'run' }],
    [uiAt('asks'), 'w', { do: 'approve', asking: asking!, for: 'always' }],
    [uiAt('asks'), 'n', { do: 'deny', asking: asking! }],
    [uiAt('asks', { ask: 1 }), 'y', null],
    [uiAt('asks', { ask: 1 }), 'n', { do: 'deny', asking: asked! }],
    [uiAt('asks', { ask: 1 }), '1 enter w h y enter', { do: 'answer', asking: asked!, answers: ['All', 'why'] }],
    [uiAt('asks', { ask: 1 }), 'enter 1 enter', null],
    [uiAt('asks', { ask: 1 }), 'enter enter', null],
    [uiAt('agents'), 'q', { do: 'quit' }],
    [uiAt('agents'), '/ q', null],
    [uiAt('agents'), '/ ctrl-c', { do: 'quit' }],
    [uiAt('agents'), 'ctrl-l', { do: 'repaint' }],
    [uiAt('agents'), 'z', null],
  ];
  it.each(deeds.map(([ui, keys, intent]) => [ui.at, keys, ui, intent] as const))('%s: %s', (_, keys, ui, intent) => {
    expect(pressAll(ui, keys.split(' ')).intent).toEqual(intent);
  });

  it('is nothing to a run that has ended, or of which only the record is left, but to save it', () => {
    const ended = sceneOf([...STORY, { type: 'ended', status: 'completed' }]);
    const recorded = sceneOf(STORY);
    if (recorded.watched) recorded.watched.from = 'record';
    for (const at of [ended, recorded]) {
      for (const key of ['p', 'x', 'r']) {
        const step = pressAll(uiAt('agents', { call: 3 }), [key, 'y'], at);
        expect(step).toMatchObject({ intent: null, ui: { mode: BROWSE } });
      }
      expect(pressAll(uiAt('phases'), ['s', 'enter'], at).intent).toMatchObject({ do: 'save' });
    }
  });

  it.each<readonly [string, object | null]>([
    ['$5', { maxUsd: 5 }],
    ['2.50', { maxUsd: 2.5 }],
    ['500k', { maxTokens: 500_000 }],
    ['2M', { maxTokens: 2_000_000 }],
    ['2h', { maxDurationMs: 7_200_000 }],
    ['more', null],
    ['', null],
    ['-1', null],
  ])('raises the cap at which a run is paused: %j', (text, caps) => {
    const at = sceneOf([...STORY, { type: 'paused', by: 'cap', why: 'the cap of $1.00' }]);
    const { intent, ui } = pressAll(uiAt('phases'), ['c', ...text, 'enter'], at);
    expect(intent).toEqual(caps && { do: 'raise', run: RUN, caps });
    expect(ui.mode.kind).toBe(caps ? 'browse' : 'raise');
    expect(pressAll(uiAt('phases'), ['c', '5', 'enter']).intent).toBeNull();
    expect(pressAll(uiAt('phases'), ['p'], at).intent).toBeNull();
  });

  it('does not reach for more than a rule can permit', () => {
    const [first] = inbox;
    const plain = { ...first!, asks: [{ ...first!.asks[0]!, ask: permissionAsk() }] };
    const at = { ...scene, inbox: [plain] };
    expect(pressAll(uiAt('asks'), ['w'], at).intent).toBeNull();
    expect(pressAll(uiAt('asks'), ['y'], at).intent).toMatchObject({ do: 'approve', for: 'once' });
  });
});

describe('the keys that are told', () => {
  const told = (ui: Ui, at = scene): string => hints({ scene: at, ui, size: SIZE, now: 0 }).join(' · ');

  it.each<readonly [Ui, string]>([
    [uiAt('runs'), '↑/↓ choose · Enter open · p pause · x stop run · / search · s save · ? help · q quit'],
    [
      uiAt('runs', { run: 'lh-b' }),
      '↑/↓ choose · Enter open · p resume · x stop run · / search · s save · ? help · q quit',
    ],
    [uiAt('runs', { run: 'lh-c' }), '↑/↓ choose · Enter open · / search · s save · ? help · q quit'],
    [
      uiAt('agents', { call: 3 }),
      '↑/↓ choose · Enter view · x kill agent · r restart · p pause · f filter · / search · Esc back · s save · ? help · q quit',
    ],
    [
      uiAt('agents', { call: 1 }),
      '↑/↓ choose · Enter view · p pause · f filter · / search · Esc back · s save · ? help · q quit',
    ],
    [uiAt('asks'), '↑/↓ choose · y once · u this run · w always · n deny · Esc back · ? help · q quit'],
    [uiAt('asks', { ask: 1 }), '↑/↓ choose · Enter or a number answers · n deny · Esc back · ? help · q quit'],
  ])('are those that work: %#', (ui, words) => {
    expect(told(ui)).toBe(words);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { OpenScene } from '../../../src/cli/dashboard/scene/scene.js';
import { BROWSE, type Mode } from '../../../src/cli/dashboard/ui.js';
import { helpLines } from '../../../src/cli/dashboard/views/help.js';
import type { RunHappening } from '../../../src/workflows/events.js';
import { asking, frameAt, listed, permissionAsk, RUN, sceneOf, screenAt, uiAt } from '../../support/dashboard-scene.js';
import { done, lost, queued, running, started } from '../../support/run-story.js';

const NARROW = { columns: 40, rows: 15 };
const RULE = '─'.repeat(80);

/** Three phases; of the first one each kind of agent. */
const STORY: readonly RunHappening[] = [
  started('Find', 'Verify'),
  queued(1, 'find:a.ts', 'Find'),
  queued(2, 'find:b.ts', 'Find'),
  queued(3, 'find:c.ts', 'Find'),
  queued(4, 'find:d.ts', 'Find'),
  queued(5, 'find:e.ts', 'Find'),
  running(1),
  running(2),
  running(3),
  running(4),
  done(1, 1_200),
  lost(2, 'overloaded'),
  asking(3),
];

describe('the list of runs', () => {
  const runs = [
    listed({ startedAt: 50_000, asks: 2 }),
    listed({ run: 'lh-b', name: 'review', status: 'completed', endedAt: 45_000, startedAt: 30_000, costUsd: null }),
    listed({ run: 'lh-c', name: 'old', status: null, from: 'record', startedAt: 0, endedAt: 10_000 }),
  ];

  it('says how each stands, what it took, and what waits', () => {
    const time = (ms: number): string => {
      const date = new Date(ms);
      return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
    };
    expect(screenAt({ ...sceneOf([]), runs }, uiAt('runs'))).toEqual(
      [
        'Longhaul  runs                    3 runs · 1 not over · 2 waiting for you (a)',
        RULE,
        `❯ audit     running  Find            asks 2      $0.42      10s  ${time(50_000)}`,
        `  review    completed                                       15s  ${time(30_000)}`,
        `  old       ended                    record      $0.42      10s  ${time(0)}`,
        '↑/↓ choose · Enter open · a approvals · p pause · x stop run · ? help · q quit',
      ].map((row) => expect.stringMatching(fuzzy(row))),
    );
  });

  it('says that there are none, and that none matches', () => {
    expect(screenAt({ ...sceneOf([]), runs: [] }, uiAt('runs'))[2]).toBe(
      '  No runs yet. To start one: longhaul run SCRIPT',
    );
    expect(screenAt({ ...sceneOf([]), runs }, uiAt('runs', { runQuery: 'zzz' }))[2]).toBe('  No run matches.');
  });

  it('has room in a narrow terminal', () => {
    expect(screenAt({ ...sceneOf([]), runs }, uiAt('runs'), NARROW).slice(2, 5)).toEqual([
      '❯ audit     running  Find    asks 2  10s',
      '  review    completed                15s',
      '  old       ended                    10s',
    ]);
  });
});

/** Gaps may differ in width. */
function fuzzy(row: string): RegExp {
  return new RegExp(`^${row.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ {2,}/g, ' +')}$`);
}

describe('a run', () => {
  it('shows its phases, and the agents of the one that is chosen', () => {
    expect(screenAt(sceneOf(STORY), uiAt('phases'))).toEqual(
      [
        'audit  running                                              ████████░░░░░░░░░░░░',
        'looks around',
        '2/5 agents · 1m 00s · 1.2k tokens · $0.12 · 1 failed · 1 waiting for you (a)',
        RULE,
        '❯ ● 1 Find        1✘ 2/5 │ Find  ████░░░░░░ 2/5 · 1 failed · 1.2k · $0.12 · 54s',
        '  ○ 2 Verify         0/0 │   ✔ find:a.ts  some-model          1.2k · $0.12 · 4.0s',
        '                         │   ✘ find:b.ts  API_ERROR: overloaded              4.0s',
        '                         │   ◌ find:c.ts  asks (a): Bash npm test             52s',
        '                         │   ● find:d.ts  some-model                          51s',
        '                         │   ◌ find:e.ts  some-model',
        '↑/↓ choose · Enter view · a approvals · p pause · x stop run · ? help · q quit',
      ].map((row) => expect.stringMatching(fuzzy(row))),
    );
  });

  it('shows one pane at a time in a narrow terminal', () => {
    expect(screenAt(sceneOf(STORY), uiAt('phases'), NARROW).slice(3)).toEqual(
      [
        '─'.repeat(40),
        '❯ ● 1 Find         1✘ ██░░░░ $0.12 2/5',
        '  ○ 2 Verify                       0/0',
        '↑/↓ choose · Enter view · ? help · q quit',
      ].map((row) => expect.stringMatching(/choose/.test(row) ? /^↑\/↓ choose.* \? help · q quit$/ : fuzzy(row))),
    );
    expect(screenAt(sceneOf(STORY), uiAt('agents'), NARROW).slice(4, -1)).toEqual(
      [
        'Find  ████░░░░░░ 2/5 · 1 failed · 1.2k …',
        '❯ ✔ find:a.ts  some-model           4.0s',
        '  ✘ find:b.ts  API_ERROR: overload… 4.0s',
        '  ◌ find:c.ts  asks (a): Bash npm t… 52s',
        '  ● find:d.ts  some-model            51s',
        '  ◌ find:e.ts  some-model',
      ].map((row) => expect.stringMatching(fuzzy(row))),
    );
  });

  it.each([
    ['running', ['● find:d.ts']],
    ['waiting', ['◌ find:c.ts']],
    ['failed', ['✘ find:b.ts']],
    ['completed', ['✔ find:a.ts']],
    ['queued', ['◌ find:e.ts']],
  ] as const)('shows the agents that are %s alone, and says so', (filter, agents) => {
    const rows = screenAt(sceneOf(STORY), uiAt('agents', { filter }), NARROW);
    expect(rows[5]).toBe(`showing 1 ${filter}`);
    expect(rows.slice(6, -1).map((row) => row.slice(2, 13))).toEqual(agents);
  });

  it('finds labels in all phases', () => {
    const scene = sceneOf([...STORY, queued(6, 'verify:B.TS', 'Verify')]);
    const rows = screenAt(scene, uiAt('agents', { query: 'b.ts' }), NARROW);
    expect(rows[4]).toBe('"b.ts" in all phases  showing 2');
    expect(rows.slice(5, -1).map((row) => row.slice(4, 15).trimEnd())).toEqual(['find:b.ts', 'verify:B.TS']);
  });

  it.each<readonly [string, readonly RunHappening[], string]>([
    ['paused by a person', [...STORY, { type: 'paused', by: 'me' }], 'paused; p goes on'],
    [
      'paused at a cap',
      [...STORY, { type: 'paused', by: 'cap', why: 'the cap is reached' }],
      'paused; c raises the cap: the cap is reached',
    ],
    [
      'paused when its agents are done',
      [...STORY, { type: 'paused', by: 'me', drain: true }],
      'paused; p goes on; agents at work go on to their end',
    ],
    [
      'limited by the provider',
      [...STORY, { type: 'limited', until: 90_000, message: 'too many requests' }],
      'the provider limits the run for 30s: too many requests',
    ],
  ])('says why it stands still: %s', (_, story, why) => {
    expect(screenAt(sceneOf(story), uiAt('phases'))[3]).toBe(why);
  });

  it('says what came of it when it has ended', () => {
    const scene = sceneOf([...STORY, { type: 'ended', status: 'completed_with_failures' }]);
    if (scene.watched) scene.watched.result = { result: { found: 3 } } as never;
    expect(screenAt(scene, uiAt('phases')).slice(0, 4)).toEqual([
      expect.stringMatching(/^audit {2}completed with failures/),
      'looks around',
      expect.stringContaining('2/5 agents · 13s'),
      'result: {"found":3}',
    ]);
  });
});

describe('an agent', () => {
  const open = (more: Partial<NonNullable<OpenScene['agent']>> = {}): Partial<OpenScene> => ({
    agent: {
      call: 1,
      prompt: 'Look for routes.\nThen say so.',
      items: [
        { kind: 'tool', id: 't1', tool: 'Glob', summary: '*.ts', input: { pattern: '*.ts' } },
        { kind: 'result', id: 't1', text: 'a.ts', failed: false },
        { kind: 'tool', id: 't2', tool: 'Read', summary: 'b.ts', input: { file_path: 'b.ts' } },
        { kind: 'result', id: 't2', text: 'no such file', failed: true },
        { kind: 'told', by: 'me@here', text: 'hurry' },
        { kind: 'said', text: 'There is one.' },
      ],
      live: null,
      trouble: null,
      ...more,
    },
  });

  it('shows how it stands, what it was asked, what it has done, and what came of it', () => {
    const rows = screenAt(sceneOf(STORY, open()), uiAt('agent', { call: 1 }));
    const text = rows.slice(4, -1).map((row) => row.slice(27));
    expect(text.filter((row) => row !== '')).toEqual([
      '✔ find:a.ts  completed · some-model',
      '1.2k tokens · $0.12 · 1 turn · 4.0s',
      'Prompt',
      'Look for routes.',
      'Then say so.',
      'Activity',
      '✔ Glob  *.ts',
      '✘ Read  b.ts',
      '  no such file',
      '  me@here: hurry',
      '  There is one.',
      'Outcome',
      'There is one.',
    ]);
    expect(rows.slice(4, 9).map((row) => row.slice(0, 24).trimEnd())).toEqual([
      '❯ ✔ find:a.ts',
      '  ✘ find:b.ts',
      '  ◌ find:c.ts',
      '  ● find:d.ts',
      '  ◌ find:e.ts',
    ]);
  });

  it('shows in full what was cut, when asked to', () => {
    const long = Array.from({ length: 9 }, (_, i) => `line ${i}`).join('\n');
    const scene = sceneOf(STORY, open({ prompt: long, items: [] }));
    const narrow = (more: object): readonly string[] => screenAt(scene, uiAt('agent', { call: 1, ...more }), NARROW);
    expect(narrow({}).slice(6, 11)).toEqual(['Prompt', 'line 0', 'line 1', 'line 2', '… 6 more lines']);
    expect(narrow({ long: true, scroll: 4 }).slice(4, 13)).toEqual(long.split('\n').slice(0, 9));
  });

  it('shows what it does just now, from the end, while it is at work', () => {
    const live = { call: 4, leg: 1, turn: 3, tool: 'Bash', tokens: 1_500, preview: 'thinking hard' };
    const items = Array.from({ length: 40 }, (_, i) => ({ kind: 'said' as const, text: `word ${i}` }));
    const scene = sceneOf(STORY, open({ call: 4, items, live }));
    expect(screenAt(scene, uiAt('agent', { call: 4 }), NARROW).slice(-4)).toEqual([
      'Now',
      'turn 3 · Bash · 1.5k tokens',
      'thinking hard',
      expect.stringContaining('? help'),
    ]);
    const { top, last } = frameAt(scene, uiAt('agent', { call: 4 }), NARROW);
    expect(top).toBe(last);
  });
});

describe('what agents ask', () => {
  const inbox = [
    {
      run: RUN,
      name: 'audit',
      asks: [
        {
          call: 3,
          label: 'find:c.ts',
          phase: 'Find',
          ask: permissionAsk({ detail: 'npm test\n--all', rules: ['Bash(npm test:*)'] }),
        },
        {
          call: 4,
          label: 'find:d.ts',
          phase: null,
          ask: permissionAsk({
            tool: 'AskUserQuestion',
            questions: [
              {
                header: 'Scope',
                question: 'Which?',
                multiSelect: true,
                options: [{ label: 'All', description: 'every one' }],
              },
            ],
          }),
        },
      ],
    },
  ];

  it('is shown in full, with the keys that decide it', () => {
    expect(screenAt(sceneOf(STORY, { inbox }), uiAt('asks', { back: 'phases' })).slice(4)).toEqual(
      [
        '❯ find:c.ts  Bash npm test',
        '  find:d.ts  AskUserQuestion npm test',
        RULE,
        'find:c.ts (Find) asks to use Bash',
        'no rule allows it',
        '│ npm test',
        '│ --all',
        'u and w permit from then on:',
        '│ Bash(npm test:*)',
        '↑/↓ choose · y once · u this run · w always · n deny · Esc back · ? help · q quit',
      ]
        .map((row) => row.slice(0, 80))
        .map((row) => (row.startsWith('↑') ? expect.stringContaining('y once') : row)),
    );
  });

  it('shows questions with the numbers of their options', () => {
    const rows = screenAt(sceneOf(STORY, { inbox }), uiAt('asks', { back: 'phases', ask: 1 }));
    expect(rows.slice(7, -1)).toEqual([
      'find:d.ts asks  Scope',
      '│ Which?',
      '  1  All  every one',
      '  several can be chosen: 1,2',
    ]);
    expect(rows.at(-1)).toContain('Enter or a number answers');
  });

  it('names runs that cannot be asked', () => {
    const silent = [{ run: RUN, name: 'audit', asks: [], unanswered: 'no worker answers' }];
    expect(screenAt(sceneOf(STORY, { inbox: silent }), uiAt('asks', { back: 'runs' }))).toContain(
      'audit cannot be asked: no worker answers',
    );
  });
});

describe('the last row', () => {
  it.each<readonly [string, Mode, string]>([
    ['stop', { kind: 'confirm-stop', run: RUN }, 'Stop this run for good? y/n'],
    ['search', { kind: 'search', text: 'abc' }, 'search: abc   (Enter keeps it, Esc ends it)'],
    [
      'save',
      { kind: 'save', run: RUN, text: 'audit', to: 'personal' },
      'save as (personal): audit   (Tab project/personal, Enter saves)',
    ],
  ])('says what is being typed: %s', (_, mode, words) => {
    expect(screenAt(sceneOf(STORY), uiAt('phases', { mode })).at(-1)).toBe(words);
  });

  it('says since when the server is lost, above the keys', () => {
    expect(screenAt(sceneOf(STORY, { lostSince: 48_000 }), uiAt('phases')).at(-2)).toBe(
      'lost the server, reconnecting… (12s)',
    );
  });

  it('says what came of a control', () => {
    const notice = { kind: 'failed', text: 'no \u001b[31mworker' } as const;
    expect(screenAt(sceneOf(STORY, { notice }), uiAt('phases')).at(-2)).toBe('no worker');
  });
});

describe('every screen', () => {
  const HOSTILE = '\u001b]0;title\u0007\u001b[2Jred\u202e\nsecond\tline';
  const WIDE = '漢字かな交じり文👩‍👩‍👧‍👦'.repeat(8);
  const scene = (text: string): OpenScene =>
    sceneOf(
      [
        started(text, 'Verify'),
        queued(1, text, text),
        queued(2, text, text),
        running(1),
        lost(2, text),
        asking(1, { summary: text }),
      ],
      {
        runs: [listed({ name: text, phase: text })],
        agent: {
          call: 1,
          prompt: text,
          items: [
            { kind: 'said', text },
            { kind: 'tool', id: '1', tool: text, summary: text, input: { text } },
            { kind: 'shortened', summary: text },
          ],
          live: { call: 1, leg: 1, turn: 1, tool: text, tokens: 1, preview: text },
          trouble: text,
        },
        inbox: [
          {
            run: RUN,
            name: text,
            asks: [{ call: 1, label: text, phase: text, ask: permissionAsk({ detail: text, rules: [text] }) }],
            unanswered: text,
          },
        ],
        notice: { kind: 'failed', text },
      },
    );

  for (const size of [
    { columns: 80, rows: 24 },
    NARROW,
    { columns: 20, rows: 6 },
    { columns: 200, rows: 60 },
    { columns: 5, rows: 3 },
  ]) {
    it.each(['runs', 'phases', 'agents', 'agent', 'asks'] as const)(
      `fills exactly ${size.columns}×${size.rows} with whatever it is given: %s`,
      (at) => {
        for (const text of [HOSTILE, WIDE, '']) {
          for (const mode of [BROWSE, { kind: 'help' }, { kind: 'search', text }] as const) {
            const { lines } = frameAt(scene(text), uiAt(at, { mode, long: true, call: 1 }), size);
            // oxlint-disable-next-line no-control-regex
            expect(lines.flat().some((span) => /[\u0000-\u001f\u007f-\u009f\u202e]/.test(span.text))).toBe(false);
          }
        }
      },
    );
  }

  it('has room for the help', () => {
    expect(helpLines().length).toBeLessThan(20);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Look } from '../../src/cli/look.js';
import { itemLines, type LogItem } from '../../src/cli/logs/item-lines.js';
import { agentText } from '../../src/cli/show/agent-text.js';
import { runText } from '../../src/cli/show/run-text.js';
import { runView } from '../../src/cli/show/run-view.js';
import { createColors } from 'picocolors';
import { RUN, storyOf } from '../support/report-story.js';

const PLAIN = createColors(false);
/** Ten minutes after the story began. */
const NOW = 1_795_339_800_000 + 600_000;
/** What would clear the screen, retitle the window, and end the line. */
const HOSTILE = 'a\u001b[2J\u001b]0;owned\u0007b\r\nc\u202e';

const look = (story: ReturnType<typeof storyOf>): Look => ({ ...story, worker: 'answers' });

describe('a run at a glance', () => {
  it('says what it waits for, what came of its agents, and where it came from', () => {
    const story = storyOf({
      phases: ['Find', 'Verify'],
      agents: [
        { label: 'a.ts', phase: 'Find', from: 0, until: 60, tokens: 100_000 },
        { label: 'b.ts', phase: 'Find', from: 0, until: 30, lost: 'overloaded' },
        { label: 'c.ts', phase: 'Verify', from: 60 },
      ],
    });
    const text = runText(runView(look(story), ['lh-audit-later'], NOW), NOW, PLAIN);
    expect(text.split('\n').map((line) => line.replace(/\d{4}-\d\d-\d\d \d\d:\d\d/, 'DATE'))).toEqual([
      RUN,
      'workflow    audit: Finds risky constructs',
      'status      running: 1 agent at work (c.ts for 9m 00s)',
      'started     DATE, for 10m 00s',
      'script      audit.js',
      'args        {"dir":"src"}',
      'directory   /work',
      'model       claude-opus-4-8',
      'limits      agents: 16 at once, 1000 at most',
      'resumed as  lh-audit-later',
      'agents      3: 1 done, 1 failed, 1 at work',
      'spent       100k tokens · $0.40',
      'phases',
      '  Find  2/2  100k tokens · $0.40  1 failed',
      '  Verify  0/1',
      'agents that wait or failed',
      '  ✘ 2  b.ts  API_ERROR: overloaded',
      '',
    ]);
  });

  it('of a run that was ended by force says so, and that it is stopped', () => {
    const story = { ...storyOf({ agents: [{ label: 'a', from: 0 }] }), goesOn: false };
    const view = runView(look(story), [], NOW);
    expect(view).toMatchObject({ status: 'stopped', endedAt: null, why: { because: 'ended by force' } });
  });

  it('lets nothing of scripts and models command the terminal', () => {
    const story = storyOf({
      name: HOSTILE,
      description: HOSTILE,
      phases: [HOSTILE],
      warnings: [HOSTILE],
      agents: [
        { label: HOSTILE, phase: HOSTILE, model: HOSTILE, from: 0, until: 1, lost: HOSTILE },
        { label: HOSTILE, from: 0 },
      ],
    });
    const [agent] = story.state.agents.values();
    if (!agent) throw new Error('there is no agent');
    const outcome = { status: 'ok', value: HOSTILE } as const;
    const texts = [
      runText(runView(look(story), [], NOW), NOW, PLAIN),
      agentText({ run: RUN, agent, prompt: HOSTILE, live: null, outcome }, NOW, PLAIN),
    ];
    for (const text of texts) expect(text).not.toMatch(/[^\P{Cc}\n]|\u202e|owned/u);
  });
});

describe('a conversation', () => {
  const lines = (item: LogItem, detail: 'clipped' | 'full' = 'clipped') => itemLines(item, detail, PLAIN);
  const long = Array.from({ length: 40 }, (_, index) => `line ${index}`).join('\n');

  it('clips what tools gave back, unless all of it is wanted', () => {
    const result: LogItem = { kind: 'result', id: 'x', text: long, failed: false };
    expect(lines(result)).toHaveLength(13);
    expect(lines(result).at(-1)).toBe('    … 28 more lines (--full shows them)');
    expect(lines(result, 'full')).toHaveLength(40);
    expect(lines({ kind: 'said', text: long })).toHaveLength(40);
  });

  it('shows what tools were given when all of it is wanted', () => {
    const tool: LogItem = { kind: 'tool', id: 'x', tool: 'Read', summary: 'a.ts', input: { file_path: 'a.ts' } };
    expect(lines(tool)).toEqual(['● Read a.ts']);
    expect(lines(tool, 'full')).toEqual(['● Read a.ts', '  {', '    "file_path": "a.ts"', '  }']);
  });

  it.each<LogItem>([
    { kind: 'prompt', text: HOSTILE },
    { kind: 'said', text: HOSTILE },
    { kind: 'thought', text: HOSTILE },
    { kind: 'tool', id: 'x', tool: HOSTILE, summary: HOSTILE, input: HOSTILE },
    { kind: 'result', id: 'x', text: HOSTILE, failed: true },
    { kind: 'told', by: HOSTILE, text: HOSTILE },
    { kind: 'reminded', text: HOSTILE },
    { kind: 'shortened', summary: HOSTILE },
  ])('does not command the terminal: $kind', (item) => {
    expect(lines(item, 'full').join('\n')).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
  });
});

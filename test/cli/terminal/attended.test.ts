import { describe, expect, it } from '@jest/globals';
import { asksFirst } from '../../../src/cli/terminal/attended.js';
import type { RunOptions } from '../../../src/cli/options/options.js';
import { fakeTerminal } from '../../support/fake-terminal.js';

type Stream = 'stdin' | 'stdout' | 'stderr';

/** A terminal, with these streams led elsewhere. */
function terminalWithout(...streams: readonly Stream[]) {
  const terminal = fakeTerminal();
  for (const stream of streams) Object.assign(terminal[stream], { isTTY: undefined });
  return terminal;
}

describe('whether somebody is asked before a run', () => {
  it.each<[RunOptions, readonly Stream[], boolean]>([
    [{}, [], true],
    [{}, ['stdout'], true],
    [{ detach: true }, [], true],
    [{ args: '@args.json' }, [], true],
    [{ output: 'text' }, [], true],
    [{}, ['stdin'], false],
    [{}, ['stderr'], false],
    [{ detach: true }, ['stdout'], false],
    [{ yes: true }, [], false],
    [{ quiet: true }, [], false],
    [{ json: true }, [], false],
    [{ output: 'jsonl' }, [], false],
    [{ args: '-' }, [], false],
  ])('%j without %j: %s', (options, streams, asked) => {
    expect(asksFirst(options, terminalWithout(...streams))).toBe(asked);
  });

  it('is not, in CI', () => {
    expect(asksFirst({}, fakeTerminal({ env: { CI: 'true' } }))).toBe(false);
  });
});

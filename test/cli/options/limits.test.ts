import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { Command, CommanderError } from 'commander';
import { requestedLimits } from '../../../src/cli/options/limits.js';
import type { LimitOptions } from '../../../src/cli/options/options.js';
import { withLimits } from '../../../src/cli/program/option-groups.js';

function parsed(...args: readonly string[]): ReturnType<typeof requestedLimits> {
  const said = new PassThrough();
  const command = withLimits(new Command())
    .exitOverride()
    .configureOutput({ writeErr: (text) => said.write(text) });
  return requestedLimits(command.parse(args, { from: 'user' }).opts<LimitOptions>());
}

describe('how far a run may go', () => {
  it('is what the options say, in the units of a request', () => {
    expect(parsed('--concurrency', '50', '--max-agents', '2000', '--max-wait', '2h', '--on-fail', 'hold')).toEqual({
      caps: { onCap: 'pause', agent: {} },
      limits: { concurrency: 50, maxAgents: 2_000, maxWaitMs: 7_200_000 },
      onFail: 'hold',
    });
    const spending = ['--max-usd', '1.5', '--max-tokens', '2M', '--max-duration', '30m', '--on-cap', 'stop'];
    expect(parsed(...spending, '--agent-max-turns', '9').caps).toEqual({
      maxUsd: 1.5,
      maxTokens: 2_000_000,
      maxDurationMs: 1_800_000,
      onCap: 'stop',
      agent: { maxTurns: 9 },
    });
  });

  it('is left to the run where they say nothing', () => {
    expect(parsed()).toEqual({ caps: { onCap: 'pause', agent: {} }, limits: {} });
  });

  it.each([
    ['--concurrency', '0'],
    ['--concurrency', '501'],
    ['--max-wait', '5'],
    ['--on-fail', 'retry'],
  ])('is refused as %s %s', (...args) => {
    expect(() => parsed(...args)).toThrow(CommanderError);
  });
});

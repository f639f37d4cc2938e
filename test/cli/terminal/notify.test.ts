import { describe, expect, it } from '@jest/globals';
import { notification, notifyBy } from '../../../src/cli/terminal/notify.js';

describe('how a person is told', () => {
  it.each([
    [{}, 'bell'],
    [{ TERM_PROGRAM: 'Apple_Terminal' }, 'bell'],
    [{ TERM_PROGRAM: 'iTerm.app' }, 'osc9'],
    [{ TERM_PROGRAM: 'WezTerm' }, 'osc9'],
    [{ TERM_PROGRAM: 'ghostty' }, 'osc9'],
    [{ TERM: 'xterm-kitty' }, 'osc9'],
    [{ TERM_PROGRAM: 'iTerm.app', TMUX: '/tmp/tmux' }, 'bell'],
    [{ TERM_PROGRAM: 'iTerm.app', LONGHAUL_NOTIFY: 'off' }, 'off'],
    [{ LONGHAUL_NOTIFY: 'OSC9' }, 'osc9'],
    [{ TERM_PROGRAM: 'ghostty', LONGHAUL_NOTIFY: 'bell' }, 'bell'],
    [{ LONGHAUL_NOTIFY: 'loudly' }, 'bell'],
  ])('%j: %s', (env, by) => {
    expect(notifyBy(env)).toBe(by);
  });

  it('words cannot leave the notification', () => {
    const hostile = 'done\u0007\u001b]52;c;eA==\u0007\u001b[2J\u009c next\nline';
    const told = notification('osc9', hostile);
    expect(told).toBe('\u001b]9;longhaul: done next line\u0007');
    expect(notification('osc9', 'x'.repeat(5_000)).length).toBeLessThan(300);
  });
});

import { describe, expect, it } from '@jest/globals';
import { choose } from '../../../src/cli/approval/choose.js';
import { openKeys } from '../../../src/cli/approval/keys.js';
import { fakeTerminal } from '../../support/fake-terminal.js';

const CHOICES = [
  ['run', 'Run it'],
  ['show', 'Show it'],
  ['decline', 'No'],
] as const;

const UP = '\u001b[A';
const DOWN = '\u001b[B';

async function answerTo(pressed: string, earlier = ''): Promise<string> {
  const terminal = fakeTerminal();
  const keys = openKeys(terminal);
  terminal.stdin.push(earlier);
  await new Promise(setImmediate);
  keys.forget();
  const answer = choose(CHOICES, { escape: 'decline', edit: 'edit' as never }, keys, terminal);
  await terminal.press('3  No', pressed);
  const answered = await answer;
  expect(terminal.raw()).toBe(true);
  keys.close();
  expect(terminal.raw()).toBe(false);
  return answered;
}

describe('a choice', () => {
  it.each([
    ['Enter', '\r', 'run'],
    ['a number', '2', 'show'],
    ['arrows', `${DOWN}${DOWN}${UP}\r`, 'show'],
    ['j and k', 'jjk\r', 'show'],
    ['arrows beyond the ends', `${UP}${DOWN}${DOWN}${DOWN}${DOWN}\r`, 'decline'],
    ['Escape', '\u001b', 'decline'],
    ['Ctrl-C', '\u0003', 'decline'],
    ['Ctrl-D', '\u0004', 'decline'],
    ['Ctrl-G', '\u0007', 'edit'],
    ['keys that mean nothing, then one that does', 'yY9 0x\u001b[C3', 'decline'],
  ])('is made by %s', async (_, pressed, answer) => {
    expect(await answerTo(pressed)).toBe(answer);
  });

  it('is not made by keys that were pressed before it was asked for', async () => {
    expect(await answerTo('2', '\r\r1')).toBe('show');
  });

  it('is a no where the person wanted to leave before it was asked for', async () => {
    expect(await answerTo('2', '1\u0003\r')).toBe('decline');
  });

  it('is a no where the input ends', async () => {
    const terminal = fakeTerminal();
    const keys = openKeys(terminal);
    const answer = choose(CHOICES, { escape: 'decline' }, keys, terminal);
    terminal.hangUp();
    expect(await answer).toBe('decline');
    expect(await choose(CHOICES, { escape: 'decline' }, keys, terminal)).toBe('decline');
    keys.close();
  });

  it('is drawn again in its place, each line a row of the terminal', async () => {
    const terminal = fakeTerminal({ columns: 20 });
    const keys = openKeys(terminal);
    const answer = choose([['a', 'x'.repeat(50)] as const, ['b', 'y'] as const], {}, keys, terminal);
    await terminal.press('y', 'j\r');
    await answer;
    keys.close();
    const [first = '', second = ''] = terminal.told().split('\u001b[2A\u001b[0J');
    expect(first.split('\n')).toEqual([`❯ 1  ${'x'.repeat(13)}…`, '  2  y', '']);
    expect(second.split('\n')).toEqual([`  1  ${'x'.repeat(13)}…`, '❯ 2  y', '']);
  });
});

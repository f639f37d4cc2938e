import { describe, expect, it } from '@jest/globals';
import { fishCompletion } from '../../../src/cli/completion/fish.js';
import type { CompletedCommand } from '../../../src/cli/completion/completed.js';
import { zshCompletion } from '../../../src/cli/completion/zsh.js';
import { runCommand } from '../../../src/server/process/command.js';
import { ourProgram } from './program.js';

/** A program whose descriptions hold what shells have a meaning for. */
const ODD: CompletedCommand = {
  path: '',
  name: 'longhaul',
  description: '',
  options: [],
  arguments: [],
  commands: [
    {
      path: 'odd',
      name: 'odd',
      description: "it's $(touch pwned) `touch pwned` [x]: a\\b",
      options: [
        {
          flags: ['-o', '--one'],
          description: "one's [list]: $(touch pwned)",
          value: { kind: 'words', words: ['a', 'b'] },
        },
        { flags: ['--two'], description: 'two', value: null },
      ],
      arguments: [{ name: 'run', candidates: { kind: 'runs' }, variadic: false }],
      commands: [],
    },
  ],
};

describe('zsh', () => {
  it('gets options with their values, arguments and descriptions, each in quotes', () => {
    const script = zshCompletion(ODD);
    expect(script).toContain(String.raw`'(-o --one)'{-o+,--one=}'[one'\''s \[list\]\: $(touch pwned)]:value:(a b)'`);
    expect(script).toContain("--two'[two]'");
    expect(script).toContain("'1:run:{_longhaul_asked runs}'");
    expect(script).toContain(String.raw`'odd:it'\''s $(touch pwned)`);
  });

  it('parses it, where there is a zsh', async () => {
    await expectParsed('zsh', zshCompletion(ODD));
    await expectParsed('zsh', zshCompletion(ourProgram()));
  });
});

describe('fish', () => {
  it('gets options with their values, arguments and descriptions, each in quotes', () => {
    const script = fishCompletion(ODD);
    expect(script).toContain(String.raw`-s o -l one -d 'one\'s [list]: $(touch pwned)' -r -f -a 'a b'`);
    expect(script).toContain(String.raw`'__longhaul_in \'odd:0\'' -f -a '(longhaul complete runs 2>/dev/null)'`);
    expect(script).toContain(String.raw`-a odd -d 'it\'s $(touch pwned) ` + '`touch pwned` [x]: a' + String.raw`\\b'`);
  });

  it('parses it, where there is a fish', async () => {
    await expectParsed('fish', fishCompletion(ODD));
    await expectParsed('fish', fishCompletion(ourProgram()));
  });
});

/** Few machines have these shells; what can be said without them is said above. */
async function expectParsed(shell: string, script: string): Promise<void> {
  const end = await runCommand(
    'sh',
    ['-c', `command -v ${shell} >/dev/null || exit 0; printf '%s' "$1" | ${shell} -n`, 'sh', script],
    {
      timeoutMs: 10_000,
    },
  );
  expect(end).toEqual({ kind: 'ok', stdout: '' });
}

import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { longhaul } from '../support/longhaul.js';
import { longhaulInTerminal, type PseudoTerminal } from '../support/pseudo-terminal.js';
import { scriptText } from '../support/script-text.js';
import { sharedStack } from '../support/shared-stack.js';
import { tempFolder } from '../support/temp-folder.js';

const WITHIN_MS = 120_000;

/** Answered by the scripted model: nothing leaves the machine. */
const SCRIPT = scriptText("phase('Look');\nreturn agent('Say hello<<reply:hello>>');\n", 'approved-one');
const ASKED = "4  Don't run it";

const stack = sharedStack();
beforeAll(async () => void (await stack().startWorker()), WITHIN_MS);

let folder = '';
let open: PseudoTerminal[] = [];

beforeEach(async () => {
  folder = await tempFolder();
  await writeFile(join(folder, 'script.js'), SCRIPT);
});

afterEach(async () => {
  await Promise.all(open.map((terminal) => terminal.close()));
  open = [];
});

function surroundings() {
  const { address, namespace, storage } = stack();
  const env = {
    HOME: folder,
    LONGHAUL_HOME: folder,
    LONGHAUL_STORAGE: storage.root,
    EDITOR: join(folder, 'editor.sh'),
  };
  return { connection: ['--address', address, '--namespace', namespace], env };
}

/** The real command, with a person at the keyboard. */
function inTerminal(...args: readonly string[]): PseudoTerminal {
  const { connection, env } = surroundings();
  const size = { columns: 80, rows: 24 };
  const terminal = longhaulInTerminal([...args, ...connection], { ...size, cwd: folder, env });
  open.push(terminal);
  return terminal;
}

/** The same with nobody there. */
function unattended(...args: readonly string[]) {
  const { connection, env } = surroundings();
  return longhaul([...args, ...connection], { home: folder, env });
}

const shows = (terminal: PseudoTerminal, words: string) =>
  terminal.shows(words, (screen) => screen.includes(words), 60_000);

/** Waits for the question to stand at the end of the screen: an answer given earlier is none. */
const asks = (terminal: PseudoTerminal) =>
  terminal.shows(ASKED, (_, rows) => rows.findLast((row) => row !== '')?.includes(ASKED) ?? false, 60_000);

describe('a script that is run on a terminal', () => {
  it(
    'is asked for until it is trusted, and again when it has changed; nothing runs unasked',
    async () => {
      // Shown, and declined.
      const first = inTerminal('run', 'script.js');
      await asks(first);
      expect(first.screen().join('\n')).toMatch(
        /Run approved-one\?\n {2}a test\n {2}script\.js, 3 lines\n\n {2}1\. Look/,
      );
      first.press('3');
      await shows(first, "3  return agent('Say hello");
      first.press('q');
      await asks(first);
      first.press('escape');
      expect(await first.exited).toBe(4);
      expect(first.screen().join('\n')).toContain('"approved-one" was not approved: nothing was started');
      const { stdout } = await unattended('list', '--json', '--name', 'approved-one');
      expect(JSON.parse(stdout)).toMatchObject({ runs: [] });

      // Trusted, with arrows.
      const second = inTerminal('run', 'script.js');
      await asks(second);
      second.press('down', 'enter');
      expect(await second.exited).toBe(0);
      expect(second.screen().join('\n')).toContain('completed');

      // Not asked any more.
      const third = inTerminal('run', 'script.js');
      expect(await third.exited).toBe(0);
      expect(third.written()).not.toContain(ASKED);

      // Changed in the editor, out of the panel: asked for what it has become.
      await writeFile(join(folder, 'script.js'), `${SCRIPT}// changed\n`);
      await writeFile(join(folder, 'editor.sh'), `#!/bin/sh\necho '// edited' >> "$1"\n`);
      await chmod(join(folder, 'editor.sh'), 0o755);
      const fourth = inTerminal('run', 'script.js');
      await shows(fourth, 'approved-one has changed since you trusted it here');
      await asks(fourth);
      fourth.press('\u0007');
      await shows(fourth, 'script.js, 5 lines');
      await asks(fourth);
      fourth.press('1');
      expect(await fourth.exited).toBe(0);
      expect(await readFile(join(folder, 'script.js'), 'utf8')).toBe(`${SCRIPT}// changed\n// edited\n`);

      // It was approved once, not trusted; --yes is not asked.
      const saved = await unattended('save', 'last', 'nightly', '--user');
      expect(saved.stdout).toBe(join(folder, '.claude', 'workflows', 'nightly.js'));
      expect(await readFile(saved.stdout, 'utf8')).toContain("name: 'nightly'");
      expect(saved.stderr).toContain('To run it: longhaul run nightly');
      const vouched = inTerminal('run', 'nightly', '--yes');
      expect(await vouched.exited).toBe(0);
      expect(vouched.written()).not.toContain(ASKED);

      // Another script for an old run is asked for as well.
      await writeFile(join(folder, 'other.js'), SCRIPT.replace('hello', 'good morning'));
      const resumed = inTerminal('resume', 'last', '--script', 'other.js');
      await asks(resumed);
      expect(resumed.screen().join('\n')).toMatch(/\d agents? reused, \d to run/);
      resumed.press('ctrl-c');
      expect(await resumed.exited).toBe(4);
    },
    WITHIN_MS,
  );
});

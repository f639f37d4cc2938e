import { describe, expect, it } from '@jest/globals';
import { everyCommand } from '../../../src/cli/completion/completed.js';
import { ourProgram } from './program.js';

const commands = everyCommand(ourProgram());
const named = (path: string) => commands.find((command) => command.path === path);

describe('what can be completed', () => {
  it('is every command, those within others too, and none that is hidden', () => {
    const paths = commands.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['', 'run', 'resume', 'doctor', 'config show', 'completion']));
    expect(paths).not.toContain('complete');
  });

  it('knows the choices of options, and what takes files, folders and runs', () => {
    const valueOf = (path: string, flag: string) =>
      named(path)?.options.find(({ flags }) => flags.includes(flag))?.value;
    expect(valueOf('run', '--on-cap')).toEqual({ kind: 'words', words: ['pause', 'stop'] });
    expect(valueOf('run', '-C')).toEqual({ kind: 'folders' });
    expect(valueOf('run', '--detach')).toBeNull();
    expect(valueOf('resume', '--script')).toEqual({ kind: 'files' });
    expect(valueOf('run', '--max-usd')).toEqual({ kind: 'any' });
    expect(named('attach')?.arguments).toMatchObject([{ candidates: { kind: 'runs' } }]);
    expect(named('run')?.arguments).toMatchObject([{ candidates: { kind: 'scripts' } }]);
    expect(named('import')?.arguments).toMatchObject([{ candidates: { kind: 'files' } }]);
    expect(named('completion')?.arguments).toMatchObject([{ candidates: { words: ['bash', 'zsh', 'fish'] } }]);
  });

  it('every command takes the options that all take', () => {
    for (const { path, options, commands: inner } of commands) {
      const flags = options.flatMap((option) => option.flags);
      expect({ path, flags }).toMatchObject({
        flags: expect.arrayContaining(['--verbose', '--quiet', '--color', '--help']),
      });
      expect(new Set(flags).size).toBe(flags.length);
      expect(new Set(inner.map(({ name }) => name)).size).toBe(inner.length);
    }
  });
});

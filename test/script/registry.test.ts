import { describe, expect, it } from '@jest/globals';
import { LonghaulError } from '../../src/config/errors.js';
import { type ListedFile, registryFolders, resolveSaved } from '../../src/script/registry.js';

const places = { cwd: '/r/a/b', repoRoot: '/r', home: '/h', configDir: undefined, bundled: '/lib/workflows' };
const paths = (change: Partial<typeof places> | { repoRoot: null } | { configDir: string }) =>
  registryFolders({ ...places, ...change }).map(({ origin, path }) => `${origin} ${path}`);

describe('registry folders', () => {
  it('go from the working directory up to the repository root, then home, then bundled (R2)', () => {
    expect(paths({})).toEqual([
      'project /r/a/b/.claude/workflows',
      'project /r/a/.claude/workflows',
      'project /r/.claude/workflows',
      'personal /h/.claude/workflows',
      'bundled /lib/workflows',
    ]);
  });

  it('are those of the working directory alone outside of a repository', () => {
    expect(paths({ repoRoot: null }).slice(0, 2)).toEqual([
      'project /r/a/b/.claude/workflows',
      'personal /h/.claude/workflows',
    ]);
  });

  it('take the personal one from CLAUDE_CONFIG_DIR', () => {
    expect(paths({ configDir: '/c' })).toContain('personal /c/workflows');
    expect(paths({ configDir: '/c' })).not.toContain('personal /h/.claude/workflows');
  });

  it('name a folder once when home itself is a repository', () => {
    expect(paths({ cwd: '/h/x', repoRoot: '/h' })).toEqual([
      'project /h/x/.claude/workflows',
      'personal /h/.claude/workflows',
      'bundled /lib/workflows',
    ]);
  });
});

describe('resolving names', () => {
  const saved = (file: string, name: string): ListedFile => ({
    file,
    text: `export const meta = { name: '${name}', description: 'd' }\nreturn '${file}'`,
  });

  it('goes by meta.name, exactly, not by file name (R1)', () => {
    const { workflows } = resolveSaved([{ origin: 'project', files: [saved('/p/a.js', 'x'), saved('/p/b.js', 'X')] }]);
    expect(workflows.map(({ script }) => script.meta.name)).toEqual(['x', 'X']);
  });

  it('lets the nearest folder win and tells what it hides (R2)', () => {
    const { workflows } = resolveSaved([
      { origin: 'project', files: [saved('/near/x.js', 'x')] },
      { origin: 'project', files: [saved('/far/x.js', 'x')] },
      { origin: 'personal', files: [saved('/home/x.js', 'x'), saved('/home/y.js', 'y')] },
      { origin: 'bundled', files: [saved('/lib/y.js', 'y')] },
    ]);
    expect(workflows.map(({ script, origin, shadows }) => [script.file, origin, shadows])).toEqual([
      ['/near/x.js', 'project', ['/far/x.js', '/home/x.js']],
      ['/home/y.js', 'personal', ['/lib/y.js']],
    ]);
  });

  it('lets the first file name of a folder win, in whatever order they were listed (R3)', () => {
    const files = [saved('/p/b.js', 'x'), saved('/p/a.js', 'x'), saved('/p/B.js', 'x')];
    const { workflows } = resolveSaved([{ origin: 'project', files }]);
    expect(workflows[0]).toMatchObject({ script: { file: '/p/B.js' }, shadows: ['/p/a.js', '/p/b.js'] });
  });

  it('lists what cannot be compiled or read, which hides nothing (R4)', () => {
    const error = new LonghaulError('SCRIPT_UNREADABLE', { file: '/p/u.js', reason: 'EACCES' });
    const { workflows, refused } = resolveSaved([
      {
        origin: 'project',
        files: [
          { file: '/p/x.js', text: 'return 1' },
          { file: '/p/u.js', error },
        ],
      },
      { origin: 'personal', files: [saved('/home/x.js', 'x')] },
    ]);
    expect(workflows.map(({ script }) => script.file)).toEqual(['/home/x.js']);
    expect(refused.map((entry) => [entry.file, entry.error.code])).toEqual([
      ['/p/u.js', 'SCRIPT_UNREADABLE'],
      ['/p/x.js', 'SCRIPT_META_MISSING'],
    ]);
  });
});

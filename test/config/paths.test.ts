import { describe, expect, it } from '@jest/globals';
import { longhaulPaths } from '../../src/config/paths.js';

describe("Longhaul's folders", () => {
  it('are the XDG defaults when nothing is set', () => {
    expect(longhaulPaths({}, '/home/ada')).toEqual({
      data: '/home/ada/.local/share/longhaul',
      cache: '/home/ada/.cache/longhaul',
      state: '/home/ada/.local/state/longhaul',
      config: '/home/ada/.config/longhaul',
      runtime: '/home/ada/.local/state/longhaul/run',
    });
  });

  it('follow the XDG variables, but not relative ones', () => {
    const paths = longhaulPaths(
      { XDG_DATA_HOME: '/data', XDG_RUNTIME_DIR: '/run/1', XDG_CACHE_HOME: 'cache' },
      '/home/ada',
    );
    expect(paths.data).toBe('/data/longhaul');
    expect(paths.runtime).toBe('/run/1/longhaul');
    expect(paths.cache).toBe('/home/ada/.cache/longhaul');
  });

  it('all lie below LONGHAUL_HOME when it is set', () => {
    const paths = longhaulPaths({ LONGHAUL_HOME: '/lh', XDG_DATA_HOME: '/data' }, '/home/ada');
    expect(Object.values(paths).every((folder: string) => folder.startsWith('/lh/'))).toBe(true);
  });
});

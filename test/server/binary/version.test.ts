import { describe, expect, it } from '@jest/globals';
import { compareVersions, parseVersions } from '../../../src/server/binary/version.js';

describe('the version of a Temporal binary', () => {
  it('is read from its own words', () => {
    expect(parseVersions('temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)\n')).toEqual({
      cli: '1.9.1',
      server: '1.32.0',
    });
    expect(parseVersions('temporal version 1.9.2-rc.1 (Server 1.33.0-162.0, UI 2.54.1)')).toEqual({
      cli: '1.9.2-rc.1',
      server: '1.33.0-162.0',
    });
    expect(parseVersions('temporal version DEV')).toBeUndefined();
  });

  it('is compared by number, a pre-release as its release', () => {
    expect(compareVersions('1.9.0', '1.31.0')).toBeLessThan(0);
    expect(compareVersions('1.32.1', '1.32.0')).toBeGreaterThan(0);
    expect(compareVersions('1.32.0-162.0', '1.32.0')).toBe(0);
  });
});

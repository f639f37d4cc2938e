import { describe, expect, it } from '@jest/globals';
import { sedReachesOut } from '../../../../src/agent/permissions/bash/rules/sed-script.js';

describe('a script of sed', () => {
  it.each([
    '',
    'p',
    '1,5p',
    '$d',
    '/error/p',
    '/w out/d',
    '1~2!d; $!N',
    's/a/b/gI',
    's|w|e|',
    's/a\\/w/b/2p',
    'y/wre/abc/',
    'a where to write',
    '/x/{s/a/b/;p}',
    ':again; s/a/b/; t again',
    '# w out',
    '10q',
  ])('that only edits: %j', (script) => {
    expect(sedReachesOut(script)).toBe(false);
  });

  it.each([
    'w out',
    'wout',
    '1w out',
    '$!w out',
    '/as/w b/c/',
    '/s/,/x/ W out',
    'r /etc/passwd',
    'R x',
    'e',
    'e id',
    '1e id',
    's/a/b/e',
    's/a/b/w out',
    's/a/b/gw out',
    's/a/b/;w out',
    'p\nw out',
    '{w out\n}',
    '/x/{p;e id\n}',
    'y/a/b/;w out',
    '\\%x%w out',
    's/a/b',
    'F;w x',
    'a text\nw out',
    `s/${'\\'.repeat(5_001)}`,
  ])('that reaches out, or cannot be read: %j', (script) => {
    expect(sedReachesOut(script)).toBe(true);
  });
});

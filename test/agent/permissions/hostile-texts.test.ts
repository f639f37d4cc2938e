import { beforeAll, describe, expect, it } from '@jest/globals';
import { openPermissions } from '../../../src/agent/permissions/open-permissions.js';
import type { Permissions } from '../../../src/agent/permissions/permissions.js';

/** Texts made to be deep, long or ambiguous. Each ends in a command that a rule denies. */
const DENIED = 'grom a';
const TEXTS: Readonly<Record<string, string>> = {
  'a long chain': `${'true && '.repeat(2_000)}${DENIED}`,
  'many commands': `${'ls;'.repeat(3_000)}${DENIED}`,
  'many pipes': `${'ls|'.repeat(2_500)}${DENIED}`,
  'open brackets': `${'('.repeat(3_000)}${DENIED}`,
  'open substitutions': `${'$('.repeat(3_000)}${DENIED}`,
  'nested substitutions': `${'echo $('.repeat(600)}${DENIED}${')'.repeat(600)}`,
  'nested conditions': `${'if true; then '.repeat(600)}${DENIED}${'; fi'.repeat(600)}`,
  'braces that multiply': `echo ${'{a,b}'.repeat(900)}; ${DENIED}`,
  'braces that do not close': `echo ${'{a,'.repeat(2_000)}; ${DENIED}`,
  'launchers of launchers': `${'xargs -x '.repeat(400)}${DENIED}`,
  'shells in shells': `${'bash -c '.repeat(500)}'${DENIED}'`,
  backslashes: `sed 's/${'\\'.repeat(5_000)}' x; ${DENIED}`,
  quotes: `${'"'.repeat(4_998)}; ${DENIED}`,
  'dollar signs': `echo ${'$'.repeat(5_000)}; ${DENIED}`,
  'many documents': `${"cat <<'A'\nA\n".repeat(300)}${DENIED}`,
  'many redirections': `ls ${'>a '.repeat(1_000)}; ${DENIED}`,
  'nested arithmetic': `echo $((${'('.repeat(1_000)}1${')'.repeat(1_000)})); ${DENIED}`,
};

const escaped = (depth: number): string => (depth === 0 ? DENIED : `bash -c ${JSON.stringify(escaped(depth - 1))}`);

describe('a text made to tire the judge', () => {
  let permissions: Permissions;
  beforeAll(async () => {
    const layer = { source: 'user' as const, root: '/', ask: [], additionalDirectories: [] };
    const rules = { allow: ['Bash'], deny: ['Bash(grom *)'] };
    const place = { workspace: '/nowhere/work', home: '/nowhere/home' };
    permissions = await openPermissions({ layers: [{ ...layer, ...rules }], mode: 'bypassPermissions' }, place);
  });

  it.each(Object.keys(TEXTS))('is answered, and not let through: %s', async (name) => {
    expect((await permissions.judge('Bash', { command: TEXTS[name] })).kind).not.toBe('run');
  });

  it.each([1, 3, 7])('is not let through in %d shells', async (depth) => {
    expect((await permissions.judge('Bash', { command: escaped(depth) })).kind).not.toBe('run');
  });

  it.each(['[', '[z-a]', '\\', 'a\\', '**/[!', '*?[', '!', '!!', '//', '~/', '{', '({[', '\u0000'])(
    'does not come from a rule: %j',
    async (specifier) => {
      const deny = [`Read(${specifier})`, `Edit(${specifier})`, `Bash(${specifier})`, `WebFetch(domain:${specifier})`];
      const layer = {
        source: 'user' as const,
        root: '/',
        allow: deny,
        ask: deny,
        deny,
        additionalDirectories: [specifier],
      };
      const odd = await openPermissions({ layers: [layer], mode: 'default' }, { workspace: '/nowhere', home: '/home' });
      expect(['run', 'ask', 'deny']).toContain((await odd.judge('Bash', { command: 'cat a' })).kind);
      expect(['run', 'ask', 'deny']).toContain((await odd.judge('Read', { file_path: 'a/b' })).kind);
      expect(['run', 'ask', 'deny']).toContain((await odd.judge('WebFetch', { url: 'https://a.test' })).kind);
    },
  );
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clampFrom } from '../../../src/agent/permissions/bash/rules/clamp.js';
import type { Restrictions } from '../../../src/agent/permissions/judge-call.js';
import { openPermissions } from '../../../src/agent/permissions/open-permissions.js';
import type { PermissionLayer, PermissionMode } from '../../../src/agent/permissions/permissions.js';

let root: string;
let workspace: string;
let home: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'longhaul-permissions-'));
  workspace = join(root, 'work');
  home = join(root, 'home');
  mkdirSync(join(workspace, 'src'), { recursive: true });
  mkdirSync(home);
  writeFileSync(join(root, 'key.pem'), 'k');
  writeFileSync(join(workspace, 'src/a.txt'), 'a');
  symlinkSync(join(root, 'key.pem'), join(workspace, 'src/link.md'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function open(rules: Partial<PermissionLayer>, mode: PermissionMode = 'default', restrictions: Restrictions = {}) {
  const layer: PermissionLayer = {
    source: 'project',
    root: workspace,
    allow: [],
    ask: [],
    deny: [],
    additionalDirectories: [],
    ...rules,
  };
  return openPermissions({ layers: [layer], mode }, { workspace, home }, restrictions);
}

describe('permissions', () => {
  it('do not offer what is denied as a whole', async () => {
    const permissions = await open({ deny: ['Bash(*)', 'Edit', 'mcp__srv', 'Read(x)'] });
    const tools = ['Bash', 'Edit', 'Write', 'mcp__srv__echo', 'Read', 'mcp__srv2__echo', 'Grep'];
    expect(tools.filter((tool) => permissions.offers(tool))).toEqual(['Read', 'mcp__srv2__echo', 'Grep']);
  });

  it('hide files that must not be read, by each of their names', async () => {
    const permissions = await open({
      deny: ['Read(*.pem)', `Read(/${join(root, 'key.pem')})`],
      ask: ['Read(ask.txt)'],
    });
    const hidden = (name: string): boolean => permissions.hidden(join(workspace, name));
    expect(hidden('deep/er/x.PEM')).toBe(true);
    expect(hidden('src/link.md')).toBe(true);
    expect(hidden('ask.txt')).toBe(true);
    expect(hidden('src/a.txt')).toBe(false);
  });

  it('tell of rules that have no effect as written', async () => {
    const { ignored } = await open({ deny: ['bash(ls *)', 'Bash()'], allow: ['Bash(x', 'mcp__*', 'Bash(fine)'] });
    expect(ignored.map(({ rule }) => rule)).toEqual(['bash(ls *)', 'Bash()', 'Bash(x', 'mcp__*']);
  });

  it('ask for what a deny rule that cannot be read seems to cover', async () => {
    const permissions = await open({ allow: ['Bash'], deny: ['bash(grom *)'] });
    expect((await permissions.judge('Bash', { command: 'ls; grom a' })).kind).toBe('ask');
    expect((await permissions.judge('Bash', { command: 'ls' })).kind).toBe('run');
  });

  it('never ask under dontAsk', async () => {
    const permissions = await open({}, 'dontAsk');
    for (const command of ['frob', 'rm -rf /', 'echo "', '', undefined]) {
      expect((await permissions.judge('Bash', { command })).kind).not.toBe('ask');
    }
  });

  it.each([null, 1, 'x', [], { command: 7 }, { file_path: {} }])('do not throw for odd input: %j', async (input) => {
    const permissions = await open({ deny: ['Read(x)', 'Bash(x)'] });
    for (const tool of ['Bash', 'Read', 'Write', 'Grep', 'Glob', 'WebFetch', 'Agent', 'mcp__a__b', '', '__proto__']) {
      expect(['run', 'ask', 'deny']).toContain((await permissions.judge(tool, input)).kind);
    }
  });

  it('see through a pattern that finds a link to the outside', async () => {
    const permissions = await open({});
    expect((await permissions.judge('Bash', { command: 'cat src/*.md' })).kind).toBe('ask');
    expect((await permissions.judge('Bash', { command: 'cat */*.txt' })).kind).toBe('run');
  });
});

describe('the clamp of an agent', () => {
  const clamped = (...bashCommandClamp: readonly string[]) =>
    open({ allow: ['Bash'] }, 'default', { bashCommandClamp });

  it.each(['git log', 'git log -1 | git status', 'timeout 5 git log'])(
    'lets what it names through: %s',
    async (command) => {
      expect((await (await clamped('git *')).judge('Bash', { command })).kind).toBe('run');
    },
  );

  it.each(['ls', 'git log; ls', 'git log $(ls)', 'FOO=1', 'git log > x $(id)', 'git -c core.pager=x log', 'echo "'])(
    'denies all else, whatever the rules allow: %s',
    async (command) => {
      expect((await (await clamped('Bash(git *)')).judge('Bash', { command })).kind).toBe('deny');
    },
  );

  it('allows nothing by itself', async () => {
    const permissions = await open({}, 'default', { bashCommandClamp: ['frob *'] });
    expect((await permissions.judge('Bash', { command: 'frob a' })).kind).toBe('ask');
  });

  it('is taken as a rule or a list of rules, and as tight as can be from anything else', () => {
    expect(clampFrom('git *')).toEqual(['git *']);
    expect(clampFrom(['git *', 'ls'])).toEqual(['git *', 'ls']);
    for (const odd of [null, 7, {}, ['git *', 7]]) expect(clampFrom(odd)).toEqual([]);
  });
});

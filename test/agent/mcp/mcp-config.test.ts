import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { findPlaces } from '../../../src/agent/context/places.js';
import { expand } from '../../../src/agent/mcp/expand.js';
import { type McpTransport, readMcpConfig } from '../../../src/agent/mcp/mcp-config.js';
import { tempFolder } from '../../support/temp-folder.js';

let outer: string;
let project: string;

beforeEach(async () => {
  outer = await tempFolder();
  project = join(outer, 'project');
  await mkdir(join(project, '.git'), { recursive: true });
  await mkdir(join(project, 'part'));
});

const put = (path: string, content: unknown) =>
  writeFile(join(outer, path), typeof content === 'string' ? content : JSON.stringify(content));

async function read(workspace = project) {
  const { servers, notes } = await readMcpConfig(await findPlaces({ workspace, home: outer, env: {} }));
  return { servers, reasons: notes.map(({ reason }) => reason) };
}

describe('.mcp.json', () => {
  it('describes servers, and is recorded as it stands', async () => {
    await put('project/.mcp.json', {
      mcpServers: {
        web: { type: 'streamable-http', url: 'https://${HOST}/', headers: { a: '${TOKEN}' }, timeout: 5_000 },
        old: { type: 'sse', url: 'https://a.example/' },
        local: { command: 'serve', args: ['--key', '${KEY:-none}'], env: { KEY: '${KEY}' } },
      },
    });
    expect(await read()).toEqual({
      reasons: [],
      servers: [
        {
          name: 'local',
          transport: { type: 'stdio', command: 'serve', args: ['--key', '${KEY:-none}'], env: { KEY: '${KEY}' } },
          timeoutMs: null,
        },
        { name: 'old', transport: { type: 'sse', url: 'https://a.example/', headers: {} }, timeoutMs: null },
        {
          name: 'web',
          transport: { type: 'http', url: 'https://${HOST}/', headers: { a: '${TOKEN}' } },
          timeoutMs: 5_000,
        },
      ],
    });
  });

  it('is read up to the root of the repository; the nearest wins', async () => {
    await put('.mcp.json', { mcpServers: { outside: { command: 'no' } } });
    await put('project/.mcp.json', { mcpServers: { a: { command: 'far' }, b: { command: 'far' } } });
    await put('project/part/.mcp.json', { mcpServers: { a: { command: 'near' } } });
    const { servers } = await read(join(project, 'part'));
    expect(servers.map(({ name, transport }) => [name, (transport as { command: string }).command])).toEqual([
      ['a', 'near'],
      ['b', 'far'],
    ]);
  });

  it.each([
    ['not JSON', /not JSON/],
    [[], /expected object/],
    [{ servers: {} }, /mcpServers/],
    [{ mcpServers: { a: {} } }, /^a: /],
    [{ mcpServers: { a: { type: 'ws', url: 'x' } } }, /^a: /],
    [{ mcpServers: { a: { command: 5 } } }, /^a: /],
    [{ mcpServers: { 'a b': { command: 'x' } } }, /no name/],
    [{ mcpServers: { '\u001b[31m': { command: 'x' } } }, /no name/],
  ])('that is wrong is passed over with a note: %j', async (content, reason) => {
    await put('project/.mcp.json', content);
    expect(await read()).toEqual({ servers: [], reasons: [expect.stringMatching(reason)] });
  });

  it.each(['github__x', 'github_', '_github', ''])(
    'cannot name a server %j, whose tools could be taken for others',
    async (name) => {
      await put('project/.mcp.json', { mcpServers: { [name]: { command: 'x' } } });
      expect(await read()).toEqual({ servers: [], reasons: [expect.stringMatching(/no name/)] });
    },
  );

  it('does not lead out of the project', async () => {
    await put('elsewhere.json', { mcpServers: { a: { command: 'x' } } });
    await symlink(join(outer, 'elsewhere.json'), join(project, '.mcp.json'));
    expect(await read()).toEqual({ servers: [], reasons: [expect.stringMatching(/outside/)] });
  });

  it('one bad server does not hide the others', async () => {
    await put('project/.mcp.json', { mcpServers: { bad: 5, good: { command: 'x' } } });
    const { servers, reasons } = await read();
    expect(servers.map(({ name }) => name)).toEqual(['good']);
    expect(reasons).toHaveLength(1);
  });
});

describe('variables', () => {
  const expanded = (text: string, env: Record<string, string> = {}) => {
    const transport: McpTransport = { type: 'stdio', command: text, args: [], env: {} };
    const { transport: filled, missing } = expand(transport, env);
    return [(filled as { command: string }).command, missing];
  };

  it.each([
    ['${A}', { A: 'x' }, 'x', []],
    ['a ${A} b ${A}', { A: 'x' }, 'a x b x', []],
    ['${A:-d}', {}, 'd', []],
    ['${A:-d}', { A: '' }, 'd', []],
    ['${A:-d}', { A: 'x' }, 'x', []],
    ['${A:-}', {}, '', []],
    ['${A}', {}, '${A}', ['A']],
    ['$A ${} ${1A} ${A B}', { A: 'x' }, '$A ${} ${1A} ${A B}', []],
    ['${A}', { A: '${B}', B: 'y' }, '${B}', []],
    ['${__proto__}', {}, '${__proto__}', ['__proto__']],
  ])('in %s with %j give %s', (text, env, filled, missing) => {
    expect(expanded(text, env as Record<string, string>)).toEqual([filled, missing]);
  });

  it('are filled in wherever a server is described', () => {
    const env = { V: 'value' };
    expect(
      expand({ type: 'stdio', command: '${V}', args: ['${V}'], env: { ['${V}']: '${V}' } }, env).transport,
    ).toEqual({
      type: 'stdio',
      command: 'value',
      args: ['value'],
      env: { ['${V}']: 'value' },
    });
    expect(expand({ type: 'http', url: '${V}', headers: { a: '${V}' } }, env).transport).toEqual({
      type: 'http',
      url: 'value',
      headers: { a: 'value' },
    });
  });

  it('are taken out again of what others read, the longest first', () => {
    const env = { SHORT: 'x', KEY: 'secret-key', LONG: 'secret-key-too' };
    const { mask } = expand({ type: 'http', url: '${SHORT}${KEY}${LONG}', headers: {} }, env);
    expect(mask('x secret-key secret-key-too')).toBe('x ${KEY} ${LONG}');
  });
});

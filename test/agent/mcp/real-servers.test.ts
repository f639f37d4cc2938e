import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import type { McpServer } from '../../../src/agent/mcp/mcp-config.js';
import { tempFolder } from '../../support/temp-folder.js';
import { until } from '../../support/until.js';
import { EVERYTHING, everythingOverHttp, FILESYSTEM, lease, pool, program } from './servers.js';

// Each test starts programs, on a machine that may be busy.
jest.setTimeout(120_000);

describe('the reference servers', () => {
  it('everything over stdio: tools, results, images, links, errors', async () => {
    await usesEverything(program('everything', EVERYTHING, 'stdio'));
  });

  it.each([
    ['http', 'streamableHttp', 'mcp'],
    ['sse', 'sse', 'sse'],
  ] as const)('everything over %s', async (type, mode, path) => {
    const url = `${(await everythingOverHttp(mode)).url}${path}`;
    await usesEverything({ name: 'everything', transport: { type, url, headers: {} }, timeoutMs: null });
  });

  it('over HTTP may be restarted: a call fails, then all is well again', async () => {
    const first = await everythingOverHttp('streamableHttp');
    const transport = { type: 'http', url: `${first.url}mcp`, headers: {} } as const;
    const { call } = await lease(pool(), { name: 'everything', transport, timeoutMs: null });
    expect((await call('echo', { message: 'a' })).text).toBe('Echo: a');
    first.process.kill('SIGKILL');
    expect(await call('echo', { message: 'b' })).toMatchObject({
      text: expect.stringMatching(/MCP server/),
      failed: true,
    });
    await everythingOverHttp('streamableHttp', Number(new URL(first.url).port));
    await until('it answers again', async () => !(await call('echo', { message: 'c' })).failed);
  });

  it('filesystem over stdio: what it reads and what it refuses', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'notes.txt'), 'six legs\n');
    const { tools, call } = await lease(pool(), program('files', FILESYSTEM, folder));
    expect(tools.find(({ name }) => name === 'mcp__files__read_text_file')?.readOnly).toBe(true);
    expect(tools.find(({ name }) => name === 'mcp__files__write_file')?.readOnly).toBe(false);
    expect((await call('read_text_file', { path: join(folder, 'notes.txt') })).text).toBe('six legs\n');
    expect(await call('read_text_file', { path: '/etc/hostname' })).toMatchObject({ failed: true });
    expect(await call('read_text_file', {})).toMatchObject({ failed: true, text: expect.stringMatching(/path/) });
  });

  it('sees nothing of our environment but what it is given', async () => {
    const { transport, ...server } = program('everything', EVERYTHING, 'stdio');
    const configured = { ...transport, env: { PLAIN: 'yes', TOKEN: '${CANARY}' } } as McpServer['transport'];
    const { text } = await (await lease(pool(), { ...server, transport: configured })).call('get-env');
    expect(text).toContain('"PLAIN": "yes"');
    expect(text).toContain('"TOKEN": "${CANARY}"');
    expect(text).not.toMatch(/key-of-the-provider|canary-of-the-user|ANTHROPIC/);
  });
});

async function usesEverything(server: McpServer): Promise<void> {
  const { tools, notes, call } = await lease(pool(), server);
  expect(notes).toEqual([]);
  expect(tools.map(({ name }) => name)).toContain('mcp__everything__echo');
  expect(await call('echo', { message: 'hi' })).toMatchObject({ text: 'Echo: hi', failed: false });
  expect((await call('get-sum', { a: 2, b: 3 })).text).toMatch(/5/);
  expect(await call('get-sum', { a: 'two' })).toMatchObject({ failed: true });
  expect((await call('get-tiny-image')).content).toContainEqual({
    type: 'image',
    source: { type: 'base64', media_type: 'image/png', data: expect.any(String) },
  });
  expect((await call('get-resource-links', { count: 2 })).text).toMatch(/\[Resource .*: demo:\/\//);
  const { text } = await call('get-resource-reference', { resourceType: 'Text', resourceId: 1 });
  expect(text).toMatch(/\[Resource demo:/);
}

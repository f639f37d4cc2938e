import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import type { McpServer } from '../../../src/agent/mcp/mcp-config.js';
import { hostile, lease, pool } from './servers.js';

// Each test starts programs, on a machine that may be busy.
jest.setTimeout(120_000);

describe('an MCP server that', () => {
  it('dies fails the call that was under way, and is started again for the next', async () => {
    const { call } = await lease(pool(), hostile('dies'));
    const { text: first } = await call('fine');
    expect(await call('act')).toEqual(
      expect.objectContaining({ text: expect.stringMatching(/hostile ended.*next call starts/), failed: true }),
    );
    const second = await call('fine');
    expect(second).toMatchObject({ text: expect.stringMatching(/^\d+$/), failed: false });
    expect(second.text).not.toBe(first);
  });

  it('dies again and again is left alone for a while', async () => {
    let time = 0;
    const { call } = await lease(pool({ now: () => time }), hostile('dies'));
    for (let i = 0; i < 5; i += 1) expect((await call('act')).text).toMatch(/ended/);
    expect((await call('fine')).text).toMatch(/started 5 times within a minute/);
    time = 60_000;
    expect(await call('fine')).toMatchObject({ failed: false });
  });

  it('never answers is timed out, and others still get their answers', async () => {
    const { call } = await lease(pool(), { ...hostile('hangs'), timeoutMs: 2_000 });
    const [hanging, fine] = await Promise.all([call('act'), call('fine')]);
    expect(hanging).toMatchObject({ text: expect.stringMatching(/did not answer within 2 s/), failed: true });
    expect(fine).toMatchObject({ failed: false });
  });

  it('hangs does not hold up the end of a leg', async () => {
    const leg = new AbortController();
    const { call } = await lease(pool(), hostile('hangs'));
    const hanging = call('act', {}, leg.signal);
    leg.abort(new Error('the leg is over'));
    await expect(hanging).rejects.toThrow('the leg is over');
  });

  it('does not start costs its tools, and says why without secrets', async () => {
    const { transport, ...server } = hostile('refuses');
    const withKey = { ...server, transport: { ...transport, env: { KEY: '${CANARY}' } } as McpServer['transport'] };
    const { tools, notes, call } = await lease(pool(), withKey, { ...hostile(''), name: 'other' });
    expect(notes).toEqual([
      expect.stringMatching(/hostile ended before it was ready. It said: cannot start: \[31mwrong key \$\{CANARY\}/),
    ]);
    expect(tools.map(({ name }) => name)).toEqual(['mcp__other__act', 'mcp__other__fine']);
    expect(await call('fine')).toMatchObject({ failed: false });
  });

  it('cannot be found costs its tools', async () => {
    const transport = { type: 'stdio', command: '/no/such/program', args: [], env: {} } as const;
    const { tools, notes } = await lease(pool(), { name: 'absent', transport, timeoutMs: null });
    expect(tools).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/MCP server absent .*\/no\/such\/program/)]);
  });

  it('offers 10,000 tools is heard to 128', async () => {
    const { tools, notes } = await lease(pool(), hostile('many'));
    expect(tools).toHaveLength(128);
    expect(notes).toEqual([expect.stringMatching(/more than 128 tools/)]);
  });

  it('lists tools without end is cut short', async () => {
    expect((await lease(pool(), hostile('endless'))).tools).toEqual([]);
  });

  it('gives tools odd names has them made fit, each only once', async () => {
    const { tools, notes } = await lease(pool(), hostile('odd'));
    expect(tools.map(({ name }) => name)).toEqual([
      'mcp__hostile__with_space',
      'mcp__hostile________etc_passwd',
      'mcp__hostile___n___31m',
      'mcp__hostile__good',
    ]);
    expect(notes).toHaveLength(6);
    expect(notes.join()).not.toContain('\u001b');
  });

  it('describes a tool at length, and in hidden characters, is bounded and shown', async () => {
    const { definition } = (await lease(pool(), hostile('long'))).tools[0] ?? {};
    expect(definition).toMatchObject({ description: expect.stringMatching(/^\[2Jwords words/) });
    expect(definition?.description).toHaveLength(2_048);
  });

  it('gives schemas that a model provider would refuse judges input itself', async () => {
    const { tools } = await lease(pool(), hostile('junk'));
    const open = tools.filter(({ definition }) => Object.keys(definition.input_schema).length === 1);
    expect(open.map(({ name }) => name.split('__')[2])).toEqual([
      'text',
      'list',
      'none',
      'scalar',
      'unreadable',
      'remote',
      'union',
      'keys',
      'huge',
      'deep',
    ]);
    expect(open.every((tool) => tool.accept({ any: 1 }).fits)).toBe(true);
    expect(open.some((tool) => tool.accept('no object').fits)).toBe(false);
  });

  it('hides words in a schema has them shown', async () => {
    const { tools } = await lease(pool(), hostile('junk'));
    const hidden = tools.find(({ name }) => name.endsWith('hidden'));
    expect(JSON.stringify(hidden?.definition.input_schema)).toContain('"seethis"');
  });

  it('gives a schema that takes for ever to check does not hold up the others', async () => {
    const { tools } = await lease(pool(), hostile('junk'));
    const slow = tools.find(({ name }) => name.endsWith('slow'));
    expect(slow?.accept({ a: `${'a'.repeat(50)}!` })).toMatchObject({
      fits: false,
      mismatch: expect.stringMatching(/too long/),
    });
  });

  it('sends more than fits is cut off', async () => {
    const { call } = await lease(pool(), hostile('flood'));
    expect(await call('act')).toMatchObject({ failed: true });
    expect(await call('fine')).toMatchObject({ failed: false });
  });

  it('breaks the protocol fails the call', async () => {
    const { call } = await lease(pool(), hostile('nonsense'));
    expect(await call('act')).toMatchObject({
      text: expect.stringMatching(/does not follow the protocol/),
      failed: true,
    });
    expect(await call('fine')).toMatchObject({ failed: false });
  });

  it('answers with an error fails the call with its words', async () => {
    const { call } = await lease(pool(), hostile('error'));
    expect(await call('act')).toMatchObject({
      text: 'The MCP server hostile answered with an error: bad[31m luck.',
      failed: true,
    });
  });

  it('sends images that are none leaves the conversation whole', async () => {
    const { call } = await lease(pool(), hostile('images'));
    expect((await call('act')).content).toBe(
      '[An image that cannot be shown.]\n\n[Audio (audio/wav) that cannot be played.]\n\nwords[2J',
    );
  });

  it('answers at length is cut', async () => {
    const { call } = await lease(pool(), hostile('verbose'));
    expect((await call('act')).text).toMatch(/Cut after 2000 lines/);
  });

  it('tells a secret it was given tells the name of it', async () => {
    const { transport, ...server } = hostile('secret');
    const withKey = { ...server, transport: { ...transport, env: { KEY: '${CANARY}' } } as McpServer['transport'] };
    expect((await (await lease(pool(), withKey)).call('act')).text).toBe('key ${CANARY}');
  });
});

describe('an MCP server over HTTP that', () => {
  const servers = new Set<ReturnType<typeof createServer>>();
  afterAll(() => {
    for (const server of servers) server.close().closeAllConnections();
  });

  async function answering(status: number, headers: Record<string, string> = {}): Promise<McpServer> {
    const server = createServer((_, response) => void response.writeHead(status, headers).end('{}'));
    servers.add(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/?key=\${CANARY}`;
    return {
      name: 'remote',
      transport: { type: 'http', url, headers: { authorization: 'Bearer ${CANARY}' } },
      timeoutMs: null,
    };
  }

  it.each([
    ['wants an authorization', 401, /wants an authorization \(HTTP 401\)/],
    ['has a fault', 500, /MCP server remote/],
    ['is no MCP server', 200, /MCP server remote/],
  ])('%s costs its tools, and says why without secrets', async (_, status, words) => {
    const { tools, notes } = await lease(pool(), await answering(status));
    expect(tools).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(words)]);
    expect(notes.join()).not.toContain('canary-of-the-user');
  });

  it('sends elsewhere does not send our headers along', async () => {
    let reached = 0;
    const elsewhere = createServer((_, response) => {
      reached += 1;
      response.end('{}');
    });
    servers.add(elsewhere);
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const location = `http://localhost:${(elsewhere.address() as AddressInfo).port}/`;
    expect((await lease(pool(), await answering(307, { location }))).tools).toEqual([]);
    expect(reached).toBe(0);
  });

  it('does not answer the telephone costs its tools', async () => {
    const transport = { type: 'http', url: 'http://127.0.0.1:1/mcp', headers: {} } as const;
    const { notes } = await lease(pool(), { name: 'gone', transport, timeoutMs: null });
    expect(notes).toEqual([expect.stringMatching(/ECONNREFUSED|fetch failed/)]);
  });

  it.each(['ftp://127.0.0.1/', 'no url', '${NOT_SET_ANYWHERE}'])('has the address %s costs its tools', async (url) => {
    const { notes } = await lease(pool(), {
      name: 'odd',
      transport: { type: 'http', url, headers: {} },
      timeoutMs: null,
    });
    expect(notes).toEqual([expect.stringMatching(/has a URL/)]);
  });
});

// An MCP server that behaves as its first argument says. Knows just enough of the protocol to be talked to.

import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [manner = '', file = ''] = process.argv.slice(2);
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

const deep = (levels) => `${'{"type":"object","properties":{"a":'.repeat(levels)}{}${'}}'.repeat(levels)}`;

const TOOLS = {
  many: () => Array.from({ length: 10_000 }, (_, i) => tool(`tool-${i}`)),
  odd: () => [
    tool('with space'),
    tool('with.space'),
    tool('with_space'),
    tool('../../etc/passwd'),
    tool('ünï\u001b[31m'),
    tool('x'.repeat(500)),
    { description: 'no name' },
    'no tool',
    null,
    tool('good'),
  ],
  long: () => [{ ...tool('long'), description: `\u001b[2J\u202e${'words '.repeat(100_000)}` }],
  junk: () => [
    { ...tool('text'), inputSchema: 'text' },
    { ...tool('list'), inputSchema: [] },
    { ...tool('none'), inputSchema: undefined },
    { ...tool('scalar'), inputSchema: { type: 'string' } },
    { ...tool('unreadable'), inputSchema: { type: 'object', properties: { a: { type: 'nonsense' } } } },
    { ...tool('remote'), inputSchema: { type: 'object', properties: { a: { $ref: 'http://127.0.0.1:1/x.json' } } } },
    { ...tool('union'), inputSchema: { type: 'object', anyOf: [{ required: ['a'] }] } },
    { ...tool('keys'), inputSchema: { type: 'object', properties: { 'a b!': {} } } },
    { ...tool('huge'), inputSchema: { type: 'object', description: 'x'.repeat(100_000) } },
    { ...tool('deep'), inputSchema: JSON.parse(deep(2_000)) },
    {
      ...tool('hidden'),
      inputSchema: { type: 'object', properties: { a: { type: 'string', description: 'see\u200b\u202ethis' } } },
    },
    {
      ...tool('slow'),
      inputSchema: { type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } },
    },
  ],
};

function tool(name) {
  return { name, description: 'A tool', inputSchema: { type: 'object' } };
}

const ANSWERS = {
  dies: () => process.exit(3),
  hangs: () => undefined,
  flood: (id) =>
    process.stdout.write(
      `{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"${'x'.repeat(30_000_000)}`,
    ),
  nonsense: (id) => send({ id, result: { content: 'no list' } }),
  error: (id) => send({ id, error: { code: -32000, message: 'bad\u001b[31m luck' } }),
  images: (id) =>
    send({
      id,
      result: {
        content: [
          { type: 'image', mimeType: 'image/png', data: 'bm8gaW1hZ2U=' },
          { type: 'audio', mimeType: 'audio/wav', data: 'AAAA' },
          { type: 'text', text: 'words\u001b[2J' },
        ],
      },
    }),
  verbose: (id) => send({ id, result: { content: [{ type: 'text', text: 'line\n'.repeat(100_000) }] } }),
  secret: (id) => send({ id, result: { content: [{ type: 'text', text: `key ${process.env.KEY}` }] } }),
};

if (file !== '') writeFileSync(file, String(process.pid));
if (manner === 'refuses') {
  process.stderr.write(`cannot start: \u001b[31mwrong key ${process.env.KEY}\n`);
  process.exit(1);
}
if (manner === 'stays') {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => undefined);
  setInterval(() => undefined, 1_000);
}

process.stdout.write('a line that is no message\n{"jsonrpc":"2.0"}\n');
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (method === 'initialize') {
    const { protocolVersion } = params;
    send({
      id,
      result: { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'hostile', version: '0' } },
    });
  } else if (method === 'tools/list') {
    if (manner === 'endless') send({ id, result: { tools: [], nextCursor: 'again' } });
    else send({ id, result: { tools: TOOLS[manner]?.() ?? [tool('act'), tool('fine')] } });
  } else if (method === 'tools/call') {
    if (params.name === 'act') ANSWERS[manner]?.(id);
    else send({ id, result: { content: [{ type: 'text', text: `${process.pid}` }] } });
  }
}

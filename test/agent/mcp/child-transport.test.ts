import { execFileSync } from 'node:child_process';
import { expect, it } from '@jest/globals';
import { SdkErrorCode } from '@modelcontextprotocol/client';
import { createChildTransport } from '../../../src/agent/mcp/child-transport.js';

it('a server that ends before it is spoken to has closed the connection, and what it said is known', async () => {
  const server = createChildTransport({
    command: '/bin/sh',
    args: ['-c', 'echo no key >&2; exit 1'],
    env: {},
    cwd: process.cwd(),
    inherited: process.env,
  });
  await server.start();
  // As on a busy machine: it has ended before we could notice.
  execFileSync('sleep', ['1']);
  await expect(server.send({ jsonrpc: '2.0', method: 'hello' })).rejects.toMatchObject({
    code: SdkErrorCode.ConnectionClosed,
  });
  await server.close();
  expect(server.complaint()).toBe('no key');
});

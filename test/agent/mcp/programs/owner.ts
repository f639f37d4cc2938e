// Uses an MCP server until it is killed. Arguments: a manner of the hostile server, the file it writes its pid to.

import { fileURLToPath } from 'node:url';
import { createMcpPool } from '../../../../src/agent/mcp/mcp-pool.js';

const [manner = '', file = ''] = process.argv.slice(2);
const server = fileURLToPath(new URL('hostile-server.mjs', import.meta.url));
await createMcpPool({ env: process.env }).lease({
  workspace: process.cwd(),
  servers: [
    {
      name: 'hostile',
      transport: { type: 'stdio', command: process.execPath, args: [server, manner, file], env: {} },
      timeoutMs: null,
    },
  ],
  signal: new AbortController().signal,
});
process.stdout.write('ready\n');
setInterval(() => undefined, 1_000);

import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { EVERYTHING, everythingOverHttp, FILESYSTEM } from '../agent/mcp/servers.js';
import { ALL_AT_ONCE } from '../support/agents-of-turns.js';
import { sharedStack } from '../support/shared-stack.js';
import { tempFolder } from '../support/temp-folder.js';
import { writeTree } from '../support/write-tree.js';

const WITHIN_MS = 120_000;
const stack = sharedStack();
let remote = '';
beforeAll(async () => {
  remote = `${(await everythingOverHttp('streamableHttp')).url}mcp`;
  await stack().startWorker();
}, WITHIN_MS);

async function project(permissions: object): Promise<string> {
  const workspace = join(await tempFolder(), 'project');
  const node = process.execPath;
  await writeTree(workspace, {
    'notes.txt': 'a note of the project\n',
    '.mcp.json': JSON.stringify({
      mcpServers: {
        local: { command: node, args: [EVERYTHING] },
        files: { command: node, args: [FILESYSTEM, workspace] },
        remote: { type: 'http', url: remote },
        broken: { command: node, args: ['nothing-of-this-name.js'] },
      },
    }),
    '.claude/settings.json': JSON.stringify({ enableAllProjectMcpServers: true, permissions }),
  });
  return workspace;
}

it(
  'agents use MCP servers over stdio and over HTTP, beside one that does not start',
  async () => {
    const workspace = await project({ allow: ['mcp__local', 'mcp__files', 'mcp__remote__echo'] });
    const path = join(workspace, 'notes.txt');
    const prompts = [
      '<<tool:mcp__local__echo {"message":"over a pipe"}>>',
      '<<tool:mcp__remote__echo {"message":"over HTTP"}>>',
      `<<tool:mcp__files__read_text_file ${JSON.stringify({ path })}>>`,
      '<<tool:mcp__remote__get-sum {"a":1,"b":2}>>',
      '<<tool:mcp__broken__anything {}>>',
    ];
    const run = await stack().run(ALL_AT_ONCE, { args: prompts, workspace, trust: true });
    const { status, result } = await run.result();
    expect(status).toBe('completed');
    expect(result).toEqual([
      expect.stringContaining('over a pipe'),
      expect.stringContaining('over HTTP'),
      expect.stringContaining('a note of the project'),
      expect.stringMatching(/permi/i),
      expect.stringContaining('There is no tool called mcp__broken__anything'),
    ]);
  },
  WITHIN_MS,
);

it(
  'a folder that nobody trusts starts no server',
  async () => {
    const workspace = await project({ allow: ['mcp__local'] });
    const prompts = ['<<tool:mcp__local__echo {"message":"hello"}>>'];
    const { result } = await (await stack().run(ALL_AT_ONCE, { args: prompts, workspace })).result();
    expect(result).toEqual([expect.stringContaining('There is no tool called mcp__local__echo')]);
  },
  WITHIN_MS,
);

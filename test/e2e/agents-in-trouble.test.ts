import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { hostile } from '../agent/mcp/servers.js';
import { ALL_AT_ONCE, agentsOfTurns } from '../support/agents-of-turns.js';
import { limitedRun } from '../support/limited-run.js';
import { scriptText } from '../support/script-text.js';
import { sharedStack } from '../support/shared-stack.js';
import { tempFolder } from '../support/temp-folder.js';
import { writeTree } from '../support/write-tree.js';

const WITHIN_MS = 180_000;
const stack = sharedStack();
beforeAll(async () => {
  await stack().startWorker();
}, WITHIN_MS);

async function troubledProject(): Promise<string> {
  const workspace = join(await tempFolder(), 'project');
  const { transport } = hostile('dies');
  await writeTree(workspace, {
    '.mcp.json': JSON.stringify({ mcpServers: { mortal: transport } }),
    '.claude/settings.json': '{ "permissions": { "deny": ["Bash"], } this is no JSON',
    '.claude/settings.local.json': JSON.stringify({
      enableAllProjectMcpServers: true,
      permissions: { allow: ['Bash', 'mcp__mortal'] },
    }),
  });
  await writeFile(join(workspace, 'data.bin'), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3]));
  const huge = join(workspace, 'huge.txt');
  const lines = 'one line of a very long file\n'.repeat(40_000);
  for (let part = 0; part < 90; part++) await appendFile(huge, lines);
  return workspace;
}

/** What the scripted model calls, and what its answer, the words of the result, must say. */
const TROUBLE: readonly (readonly [call: string, words: RegExp])[] = [
  ['<<tool:Teleport {"to":"moon"}>>', /no tool called Teleport/],
  ['<<tool:Read {"file_path": 7}>>', /does not fit/],
  ['<<tool:Read {not json}>>', /not valid JSON|does not fit/],
  ['<<tool:Read {"file_path":"data.bin"}>>', /not a text file|binary/i],
  ['<<tool:Read {"file_path":"huge.txt","offset":3000000,"limit":1}>>', /one line of a very long file/],
  ['<<tool:Grep {"pattern":"line","path":"huge.txt","output_mode":"content"}>>', /one line of a very long file/],
  ['<<tool:Bash {"command":"yes endless","timeout":3000}>>', /endless/],
  [`<<tool:Bash {"command":"trap '' TERM; sleep 600","timeout":1000}>>`, /time|1 s|killed/i],
  ['<<tool:Bash {"command":"kill -9 $$"}>>', /SIGKILL|killed|137/i],
  ['<<tool:mcp__mortal__act {}>>', /MCP server/],
];

it(
  'each trouble of an agent is told in words, and no other agent is harmed',
  async () => {
    const workspace = await troubledProject();
    const healthy = agentsOfTurns(10, 3, 50);
    const args = [...TROUBLE.map(([call]) => call), ...healthy.prompts];
    const run = await stack().run(ALL_AT_ONCE, { args, workspace, trust: true });
    const { status, result, failures } = await run.result();
    expect({ status, failures }).toEqual({ status: 'completed', failures: [] });
    const answers = result as readonly string[];
    TROUBLE.forEach(([, words], index) => expect(answers[index]).toMatch(words));
    expect(answers.slice(TROUBLE.length)).toEqual(healthy.answers);
    for (const answer of answers) expect(answer.length).toBeLessThan(60_000);
  },
  WITHIN_MS,
);

const EACH_WITH_STALL = scriptText(
  'return await parallel(args.map(([prompt, stallMs]) => () => agent(prompt, { stallMs })))',
);

it(
  'a stream that goes silent is asked for again from where the agent stood; what is only slow is waited for',
  async () => {
    const workspace = join(await tempFolder(), 'project');
    await writeTree(workspace, {
      '.claude/settings.local.json': JSON.stringify({ permissions: { allow: ['Bash'] } }),
    });
    const silent = '<<tool:Bash {"command":"echo once | tee -a effects.txt"}>><<hang*1>><<after:1>><<echo:back>>';
    const args = [
      [silent, 1_500],
      ['<<trickle:600>><<echo:slow>>', 4_000],
      ['<<tool:Bash {"command":"sleep 3; echo ended","timeout":600000}>>', 1_500],
    ];
    const run = await stack().run(EACH_WITH_STALL, { args, workspace, trust: true });
    const { status, result } = await run.result();
    expect({ status, result }).toEqual({
      status: 'completed',
      result: ['back', 'slow', expect.stringContaining('ended')],
    });
    expect(await readFile(join(workspace, 'effects.txt'), 'utf8')).toBe('once\n');
    const { byTask } = await stack().modelStats();
    expect(byTask[silent]).toBeGreaterThanOrEqual(3);
  },
  WITHIN_MS,
);

it(
  'a provider that limits its agents loses none of them: they wait, one of them tries, and then all go on',
  () => limitedRun(stack(), { agents: 60, turns: 1, shortMs: 1_000, longMs: 1_500, retry: { longestWaitMs: 300 } }),
  WITHIN_MS,
);

it(
  'a run most of whose agents die goes on with the others, and tells of each of the dead',
  async () => {
    const run = await stack().run(
      scriptText(`const answers = await parallel(Array.from({ length: 22 }, (_, i) => () =>
  agent(i < 15 ? '<<status:400>>' + i : '<<echo:' + i + '>>', { label: 'agent ' + i })));
return answers.filter((answer) => answer !== null);`),
    );
    const { status, result, failures, totals } = await run.result();
    expect({ status, result }).toEqual({
      status: 'completed_with_failures',
      result: ['15', '16', '17', '18', '19', '20', '21'],
    });
    expect(totals).toMatchObject({ agents: 22, ok: 7, failed: 15 });
    expect(failures.map(({ label }) => label)).toEqual(Array.from({ length: 15 }, (_, i) => `agent ${i}`));
    for (const failure of failures) {
      expect(failure).toMatchObject({ code: 'API_ERROR', requests: 1, message: expect.stringContaining('400') });
    }
  },
  WITHIN_MS,
);

import { mkdir, readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createActivities } from '../../src/activities/activities.js';
import { readAgentSetup } from '../../src/agent/context/agent-setup.js';
import { setupBytes } from '../../src/agent/context/setup-blob.js';
import { startScriptedModel } from '../../src/agent/model/scripted/scripted-model.js';
import { openStorage, type Storage } from '../../src/storage/storage.js';
import { legRequest } from '../support/agent-bench.js';
import { tempFolder } from '../support/temp-folder.js';

const CANARY = 'sk-ant-canary-0123456789';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** Runs an agent that may use Bash freely, at this model. Answers all that is said of it and all that is recorded. */
async function allThatIsLeft(
  baseUrl: string,
  prompt: string,
): Promise<{ readonly result: unknown; readonly text: string }> {
  const folder = await tempFolder();
  const workspace = join(folder, 'work');
  await mkdir(workspace);
  const storage = openStorage(join(folder, 'storage'), {});
  const notices: string[] = [];
  const env = { PATH: process.env['PATH'], ANTHROPIC_BASE_URL: baseUrl, ANTHROPIC_API_KEY: CANARY };
  const { activities, close } = createActivities(storage, env, (line) => notices.push(line));
  closing.push(close);

  const world = new MockActivityEnvironment({ attempt: 1 }, { logger: new DefaultLogger('ERROR') });
  const beats: unknown[] = [];
  world.on('heartbeat', (beat) => beats.push(beat));
  const request = legRequest(prompt, { workspace, setup: await freeSetup(storage, workspace, folder) });
  const result: unknown = await world.run(activities.runAgentLeg, request);
  return { result, text: JSON.stringify([result, notices, beats]) + (await allFilesBelow(folder)) };
}

async function freeSetup(storage: Storage, workspace: string, home: string): Promise<string> {
  const { setup } = await readAgentSetup({ workspace, home, env: {}, date: '2026-01-01' });
  const none = { ask: [], deny: [], additionalDirectories: [] };
  const layer = { source: 'user', root: home, allow: ['Bash'], ...none } as const;
  return storage.blobs.put(setupBytes({ ...setup, permissions: { layers: [layer], mode: 'acceptEdits' } }));
}

async function allFilesBelow(folder: string): Promise<string> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  return (await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')))).join('\n');
}

it('the key of the provider reaches no command of an agent, and with it no transcript and no result', async () => {
  process.env['ANTHROPIC_API_KEY'] = CANARY;
  closing.push(async () => delete process.env['ANTHROPIC_API_KEY']);
  const server = await startScriptedModel();
  closing.push(() => server.close());
  const { result, text } = await allThatIsLeft(server.url, '<<tool:Bash {"command":"env | sort; set; export"}>>');
  expect(result).toMatchObject({ outcome: { status: 'ok', value: expect.stringContaining('LONGHAUL=1') } });
  expect(text).toContain('PATH=');
  expect(text).not.toContain(CANARY);
});

it('a provider that repeats the key in its complaint does not bring it into the result', async () => {
  const server = createServer((request, response) => {
    const message = `no such key: ${String(request.headers['x-api-key'])}`;
    response.writeHead(401, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ type: 'error', error: { type: 'authentication_error', message } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  const { port } = server.address() as AddressInfo;
  const { result, text } = await allThatIsLeft(`http://127.0.0.1:${port}`, 'anything');
  expect(result).toMatchObject({ outcome: { code: 'API_ERROR', message: expect.stringContaining('no such key') } });
  expect(text).not.toContain(CANARY);
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { complete, type Completable } from '../../../src/cli/commands/complete.js';
import type { Terminal } from '../../../src/cli/terminal/terminal.js';
import { longhaulPaths } from '../../../src/config/paths.js';
import { daemonFiles, openRecord } from '../../../src/server/daemon/record.js';
import { self } from '../../../src/server/process/identity.js';
import { tempFolder } from '../../support/temp-folder.js';

const WITHIN_MS = 10_000;

let home = '';
let gateway: Server | undefined;
const connections: Socket[] = [];

beforeEach(async () => {
  home = await tempFolder();
});
afterEach(() => {
  for (const connection of connections.splice(0)) connection.destroy();
  gateway?.close();
});

/** A daemon as its record tells of it, whose gateway knows these runs; with null, one that never answers. */
async function startGateway(rows: readonly { readonly run: string; readonly name: string }[] | null): Promise<void> {
  const socket = join(home, 'gateway.sock');
  gateway = createServer((connection) => {
    connections.push(connection);
    connection.once('data', (asked: Buffer) => {
      const { id } = JSON.parse(asked.toString()) as { id: number };
      const answers = [...(rows ?? []).map((value) => ({ id, kind: 'item', value })), { id, kind: 'value' }];
      if (rows) connection.write(answers.map((answer) => `${JSON.stringify(answer)}\n`).join(''));
    });
  });
  await new Promise<void>((resolve) => gateway?.listen(socket, resolve));
  const { record } = daemonFiles(longhaulPaths({ LONGHAUL_HOME: home }, home));
  const nobody = { server: null, worker: null, gateway: null };
  openRecord(record, { at: 'starting', supervisor: self(), ...nobody })({ at: 'ready', gatewaySocket: socket });
}

async function words(what: Completable, withinMs = WITHIN_MS, env: NodeJS.ProcessEnv = {}): Promise<readonly string[]> {
  const stdout = new PassThrough();
  const terminal = { stdout, env: { LONGHAUL_HOME: home, ...env }, home, cwd: home } as unknown as Terminal;
  expect(await complete(what, withinMs, terminal)).toBe(0);
  stdout.end();
  return (await text(stdout)).split('\n').filter((line) => line !== '');
}

describe('words that may stand for a run', () => {
  const ROWS = [
    { run: 'lh-review-2', name: 'review' },
    { run: 'lh-review-1', name: 'review' },
    { run: 'lh-x-1', name: '$(touch pwned)' },
    { run: 'lh-y-1', name: '-rf' },
    { run: 'lh-z-1', name: 'two words' },
  ];

  it('are `last`, names and ids; a name that a shell would read otherwise is left out', async () => {
    await startGateway(ROWS);
    expect(await words('runs')).toEqual(['last', 'review', ...ROWS.map(({ run }) => run)]);
  });

  it('are none where there is no run, no daemon, or a cluster is used', async () => {
    expect(await words('runs')).toEqual([]);
    await startGateway([]);
    expect(await words('runs')).toEqual([]);
    expect(await words('runs', WITHIN_MS, { TEMPORAL_ADDRESS: '127.0.0.1:1' })).toEqual([]);
  });

  it('are none when the gateway takes too long', async () => {
    await startGateway(null);
    expect(await words('runs', 50)).toEqual([]);
  });
});

describe('words that may stand for a saved workflow', () => {
  it('are their names', async () => {
    await mkdir(join(home, '.claude', 'workflows'), { recursive: true });
    const script = (name: string) => `export const meta = { name: '${name}', description: 'x' };\nreturn 1;\n`;
    await writeFile(join(home, '.claude', 'workflows', 'a.js'), script('audit'));
    await writeFile(join(home, '.claude', 'workflows', 'b.js'), script('$(touch pwned)'));
    await writeFile(join(home, '.claude', 'workflows', 'c.js'), 'broken');
    const found = await words('workflows');
    expect(found).toContain('audit');
    expect(found.join()).not.toContain('pwned');
  });
});

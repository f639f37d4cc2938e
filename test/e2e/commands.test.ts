// Every command, as people type it: the real binary against a real Temporal. What it prints as JSON is what docs/schemas says.

import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import type { LonghaulClient } from '../../src/client/longhaul-client.js';
import { openClient } from '../../src/client/open-client.js';
import { createProgram } from '../../src/cli/program.js';
import { processTerminal } from '../../src/cli/terminal/terminal.js';
import { documentIn } from '../support/documents.js';
import { type CommandEnd, longhaul, startLonghaul } from '../support/longhaul.js';
import { endsOf, expectRefusal } from '../support/refusals.js';
import { tempFolder } from '../support/temp-folder.js';
import { temporalBinary } from '../support/temporal-binary.js';
import { until } from '../support/until.js';
import { ADDRESS, ENDED, REFUSED } from './wrong-commands.js';

const WITHIN_MS = 120_000;

const TOUR = `export const meta = {
  name: 'tour', description: 'Looks around', phases: [{ title: 'Look', detail: 'at files' }, { title: 'End' }],
};
phase('Look');
log('begins');
const read = await agent('<<tool:Read {"file_path":"notes.txt"}>>', { label: 'reader' });
phase('End');
return { read, lost: await agent('<<status:400>>', { label: 'loser' }), args };
`;
const DESK = `export const meta = { name: 'desk', description: 'Asks' };
return await parallel(args.map(([label, prompt]) => () => agent(prompt, { label })));
`;
const ASKING = '<<tool:Bash {"command":"bash append.sh"}>>';
const THIS = { label: 'This', description: 'one' };
const QUESTION = {
  question: 'Which?',
  header: 'Which',
  options: [THIS, { ...THIS, label: 'That' }],
  multiSelect: false,
};
/** Longer than the test, in turns that are short: a leg ends between two of them. */
const BUSY = `<<delay:200>>${'<<tool:Glob {"pattern":"*.js"}>>'.repeat(300)}`;
const AGENTS = [
  ['asker', ASKING],
  ['other asker', ASKING],
  ['curious', `<<tool:AskUserQuestion ${JSON.stringify({ questions: [QUESTION] })}>>`],
  ['steady', BUSY],
  ['stuck', BUSY],
  ['victim', BUSY],
  ['late', BUSY],
];

let home = '';
let env: Record<string, string> = {};
let client: LonghaulClient;
/** The daemon when it had just come up. */
let up = '';
beforeAll(async () => {
  home = await tempFolder();
  const files = { 'tour.js': TOUR, 'desk.js': DESK, 'notes.txt': 'a note\n', 'append.sh': 'echo line >> lines.txt\n' };
  for (const [name, text] of Object.entries(files)) await writeFile(join(home, name), text);
  env = { LONGHAUL_OFFLINE: '1', LONGHAUL_TEMPORAL_BIN: (await temporalBinary()).path, EDITOR: 'true' };
  up = await said(command('up', '--json'));
  client = await openClient({ env: { ...env, LONGHAUL_HOME: home }, home });
}, WITHIN_MS);
afterAll(async () => {
  await client?.close();
  await longhaul(['down'], { home, env });
}, WITHIN_MS);

/** Commands that were called, with those they belong to: `config show`. */
const called = new Set<string>();

/** Runs a command with its arguments and options. */
function command(line: string, ...more: readonly string[]): Promise<CommandEnd> {
  called.add(line);
  return longhaul([...line.split(' '), ...more], { home, env });
}

/** What a command prints that does what it is told. */
async function said(ending: Promise<CommandEnd>): Promise<string> {
  const { exitCode, stdout, stderr } = await ending;
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.not.stringContaining('longhaul:') });
  return stdout;
}

function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

describe('a run that ends', () => {
  let run = '';

  it(
    'is told by its result, event by event, or by its id alone',
    async () => {
      const { exitCode, stdout } = await command('run', 'tour.js', '--args', '{"n":1}', '-o', 'jsonl');
      const told = lines(stdout);
      const events = told.slice(0, -1).map((line) => documentIn(line, 'event'));
      const result = documentIn(told.at(-1) ?? '', 'result');
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index));
      expect(result).toMatchObject({ status: 'completed_with_failures', result: { lost: null, args: { n: 1 } } });
      expect(exitCode).toBe(1);
      run = result.run ?? '';

      const started = documentIn(await said(command('run', 'tour.js', '--detach', '--json')), 'started');
      const attached = await command('attach', started.run, '--json', '--allow-failures');
      expect(documentIn(attached.stdout, 'result')).toMatchObject({ run: started.run, failures: [{ label: 'loser' }] });
      expect(attached.exitCode).toBe(0);
    },
    WITHIN_MS,
  );

  it(
    'is listed, shown, explained and priced',
    async () => {
      const [list, show, agent, why, cost] = await Promise.all([
        said(command('list', '--json')),
        said(command('show', run, '--json')),
        said(command('show', run, 'reader', '--json')),
        said(command('why', run, '--json')),
        said(command('cost', run, '--json')),
      ]);
      expect(documentIn(list, 'list').runs.map((row) => row.run)).toContain(run);
      expect(documentIn(show, 'show')).toMatchObject({
        status: 'completed_with_failures',
        counts: { ok: 1, failed: 1 },
        agents: [{ label: 'loser' }],
        start: { args: { n: 1 }, script: { file: 'tour.js' }, resumedFrom: null },
      });
      expect(documentIn(agent, 'agent')).toMatchObject({
        agent: { label: 'reader', phase: 'Look', line: 6 },
        prompt: expect.stringContaining('<<tool:Read'),
        outcome: { status: 'ok' },
      });
      expect(documentIn(why, 'why')).toMatchObject({
        waitsFor: 'nothing',
        command: expect.stringMatching(/^longhaul resume lh-tour-/),
      });
      expect(documentIn(cost, 'cost').agents).toHaveLength(2);
    },
    WITHIN_MS,
  );

  it(
    'is read line by line, and agent by agent',
    async () => {
      const [text, tail, json, agent, items, conversation] = await Promise.all([
        said(command('logs', run)),
        said(command('logs', run, '--tail', '2', '-o', 'jsonl')),
        said(command('logs', run, '--json')),
        said(command('logs', run, '1', '--full')),
        said(command('logs', run, 'reader', '-o', 'jsonl')),
        said(command('logs', run, 'reader', '--json')),
      ]);
      expect(text).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}tour: Looks around\n/);
      expect(text).toMatch(/✘ loser {2}API_ERROR: /);
      expect(lines(tail).map((line) => documentIn(line, 'event').type)).toEqual(['settled', 'ended']);
      expect(documentIn(json, 'logs').events.length).toBeGreaterThan(6);
      expect(agent).toMatch(/^prompt\n {2}<<tool:Read[^]*● Read notes.txt\n[^]*⎿ .*a note/);
      const kinds = ['prompt', 'tool', 'result', 'said'];
      expect(lines(items).map((line) => documentIn(line, 'item').kind)).toEqual(kinds);
      expect(documentIn(conversation, 'conversation').items.map(({ kind }) => kind)).toEqual(kinds.slice(1));
    },
    WITHIN_MS,
  );

  it(
    'gives its result again and again, and its report',
    async () => {
      const [text, json, report, markdown] = await Promise.all([
        command('result', run),
        command('result', run, '--json'),
        said(command('report', run, '--json')),
        said(command('report', run, '--md')),
      ]);
      expect(JSON.parse(text.stdout)).toMatchObject({ lost: null });
      expect(documentIn(json.stdout, 'result').run).toBe(run);
      expect([text.exitCode, json.exitCode]).toEqual([1, 1]);
      expect(documentIn(report, 'report').agents.map(({ status }) => status)).toEqual(['ok', 'failed']);
      expect(markdown).toContain('loser');
    },
    WITHIN_MS,
  );

  it(
    'is taken up again, with what it has done',
    async () => {
      const forecast = documentIn(await said(command('resume', run, '--dry-run', '--json')), 'forecast');
      expect(forecast).toMatchObject({ from: run, reused: 1, toRun: 1 });
      const resumed = documentIn((await command('resume', run, '--json', '-y')).stdout, 'result');
      const forked = documentIn(await said(command('fork', run, '--detach', '--json', '-y')), 'started');
      expect(resumed).toMatchObject({ status: 'completed_with_failures', totals: { reused: 1 } });
      await command('result', forked.run, '--wait');

      const [taken, show] = await Promise.all([
        said(command('logs', resumed.run ?? '', 'reader')), // its conversation is in the other run
        said(command('show', run, '--json')),
      ]);
      expect(taken).toContain('● Read notes.txt');
      expect(documentIn(show, 'show').resumedAs).toEqual([resumed.run, forked.run]);
    },
    WITHIN_MS,
  );

  it(
    'is saved under a name, exported and imported',
    async () => {
      const file = join(home, 'run.jsonl');
      await said(command('export', run, file));
      expect(await said(command('import', file))).toBe(run);
      const saved = await said(command('save', run, 'my-tour', '--user'));
      expect(await readFile(saved, 'utf8')).toContain("name: 'my-tour'");

      const [workflows] = await Promise.all([
        said(command('workflows', '--json')),
        said(command('workflows edit', 'my-tour')),
      ]);
      expect(documentIn(workflows, 'workflows').workflows).toMatchObject([{ name: 'my-tour', origin: 'personal' }]);
      expect(documentIn(await said(command('gc', '--dry-run', '--json')), 'gc').blobs).toBeGreaterThanOrEqual(0);
    },
    WITHIN_MS,
  );
});

describe('a run that goes on', () => {
  it(
    'asks, is answered, controlled and stopped',
    async () => {
      const args = ['desk.js', '--args', JSON.stringify(AGENTS), '--concurrency', '3', '--max-tokens', '50M'];
      const run = await said(command('run', ...args, '--on-ask', 'wait', '--detach'));
      const handle = client.attach(run);
      await until('three agents ask, and three work', async () => {
        const { waiting, running } = await handle.overview();
        return waiting === 3 && running === 3;
      });

      const [inbox, asks, ask, show, why, early] = await Promise.all([
        said(command('inbox', '--json')),
        said(command('inbox', run, '--json')),
        said(command('inbox', run, 'asker')),
        said(command('show', run, '--json')),
        said(command('why', run, '--json')),
        command('result', run, '--json'),
      ]);
      expect(documentIn(inbox, 'inbox').runs).toMatchObject([{ run, asks: [{ call: 1 }, { call: 2 }, { call: 3 }] }]);
      expect(documentIn(asks, 'asks').asks).toHaveLength(3);
      expect(ask).toContain('bash append.sh');
      expect(documentIn(show, 'show')).toMatchObject({
        status: 'running',
        counts: { waiting: 3, running: 3, queued: 1 },
      });
      expect(documentIn(why, 'why')).toMatchObject({
        waitsFor: 'permission',
        command: expect.stringMatching(/^longhaul approve lh-desk-\S+ 1$/),
      });
      expect(documentIn(early.stdout, 'error').code).toBe('RUN_NOT_ENDED');

      const followed = [command('logs', run, '-f', '-o', 'jsonl'), command('logs', run, 'steady', '-f')] as const;
      await Promise.all([
        said(command('approve', run, 'asker')),
        said(command('deny', run, 'other asker', '-m', 'not now')),
        said(command('answer', run, 'curious', 'This')),
      ]);
      await Promise.all([
        said(command('skip', run, 'late')),
        said(command('kill', run, 'victim')),
        said(command('steer', run, 'steady', 'hurry')),
        said(command('raise', run, '--max-tokens', '60M')),
      ]);
      await until('the message is heard', async () =>
        (await handle.agents({ offset: 0, limit: 10 })).some(({ messages }) => messages[0]?.deliveredAt),
      );
      await said(command('restart', run, 'stuck'));
      await said(command('concurrency', run, '5'));
      await said(command('pause', run));
      expect(documentIn(await said(command('why', run, '--json')), 'why').waitsFor).toBe('resume');
      await said(command('resume', run));
      const live = documentIn(await said(command('show', run, 'steady', '--json')), 'agent');
      expect(live.agent).toMatchObject({ label: 'steady', messages: [{ text: 'hurry' }] });
      await said(command('stop', run));

      const [events, conversation] = await Promise.all(followed.map(said));
      expect(documentIn(lines(events ?? '').at(-1) ?? '', 'event').type).toBe('ended');
      expect(conversation).toMatch(/● Glob .*\n[^]*» .*: hurry\n/);
      expect((await command('result', run)).exitCode).toBe(1);
    },
    WITHIN_MS,
  );
});

describe('the installation', () => {
  it(
    'is looked at',
    async () => {
      const [version, config, doctor, check, bash, words, watch] = await Promise.all([
        said(command('version', '--json')),
        said(command('config show', '--json')),
        command('doctor', '--json'),
        said(command('check', 'tour.js', '--dry-run', '--json')),
        said(command('completion', 'bash')),
        said(command('complete', 'workflows')),
        command('watch'),
      ]);
      expect(documentIn(version, 'version').node).toBe(process.versions.node);
      expect(documentIn(config, 'config').settings.length).toBeGreaterThan(5);
      expect(documentIn(doctor.stdout, 'doctor').findings.length).toBeGreaterThan(5);
      expect(documentIn(check, 'check')).toMatchObject({ ok: true, dryRun: { agents: 2, ended: 'returned' } });
      expect(bash).toContain('complete');
      expect(lines(words).filter((word) => word !== 'my-tour')).toEqual([]); // as far as it knows in time
      expect(watch).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('needs a terminal') });
    },
    WITHIN_MS,
  );

  it(
    'serves runs in the foreground, until it is told to end',
    async () => {
      called.add('worker');
      const worker = startLonghaul(['worker'], { home, env });
      await until('it serves', () => worker.stderr().includes('serving 127.0.0.1:'));
      worker.signal('SIGTERM');
      expect(await worker.end).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('handed over') });
    },
    WITHIN_MS,
  );
});

describe('what cannot be done', () => {
  let ended = '';
  let ends: readonly CommandEnd[] = [];
  beforeAll(async () => {
    ended = (await said(command('list', '--name', 'tour', '--json'))).match(/lh-tour-\w+/)?.[0] ?? '';
    const folder = join(home, '.claude', 'workflows');
    await symlink(join(home, 'tour.js'), join(folder, 'linked.js'));
    await writeFile(join(folder, 'taken.js'), DESK);
    const status = documentIn(up, 'status');
    const address = status.at === 'running' ? status.info.address : '';
    const words: Readonly<Record<string, string>> = { [ENDED]: ended, [ADDRESS]: address };
    const given = REFUSED.map(([args]) => args.map((word) => words[word] ?? word));
    ends = await endsOf(given, ([line = '', ...more]) => command(line, ...more));
  }, WITHIN_MS);

  it.each(REFUSED.map(([args, ...expected], index) => [args, index, ...expected] as const))(
    'is refused in one clear line: longhaul %j',
    (_args, index, exitCode, says) => {
      expectRefusal(ends[index], exitCode, says);
    },
  );

  it(
    'is told programs as a document, and a misspelt name with the one that is meant',
    async () => {
      const [unknown, refused, misspelt] = await Promise.all([
        command('show', 'nobody', '--json'),
        command('run', 'nowhere.js', '-o', 'jsonl'),
        command('attach', 'tours', '--json'),
      ]);
      expect(documentIn(unknown.stdout, 'error')).toMatchObject({ code: 'RUN_NOT_FOUND', hint: expect.any(String) });
      expect(documentIn(refused.stdout, 'result')).toMatchObject({ run: null, status: 'rejected' });
      expect(documentIn(misspelt.stdout, 'error').hint).toBe('Did you mean tour?');
      expect([unknown, refused, misspelt].map(({ exitCode }) => exitCode)).toEqual([3, 3, 3]);
    },
    WITHIN_MS,
  );
});

describe('the local daemon', () => {
  it(
    'comes up, and goes when it is told to',
    async () => {
      expect(documentIn(up, 'status').at).toBe('running');
      expect(documentIn(await said(command('status', '--json')), 'status').at).toBe('running');
      expect(documentIn(await said(command('down', '--json')), 'down').stopped).toBe(true);
      expect(documentIn(await said(command('status', '--json')), 'status').at).toBe('stopped');
    },
    WITHIN_MS,
  );
});

describe('every command', () => {
  it('has been called above', () => {
    const program = createProgram(processTerminal(), () => {});
    expect(namesIn(program).filter((name) => !called.has(name))).toEqual([]);
  });
});

function namesIn({ commands }: Command, before = ''): readonly string[] {
  return commands.flatMap((command) => [
    ...(command.commands.length > 0 ? [] : [`${before}${command.name()}`]),
    ...namesIn(command, `${before}${command.name()} `),
  ]);
}

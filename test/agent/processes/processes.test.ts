import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { killLeftovers, type Processes, type Shell } from '../../../src/agent/processes/processes.js';
import { identify, isAlive, type ProcessIdentity } from '../../../src/server/process/identity.js';
import { type Child, startChild } from '../../support/child.js';
import { openTestProcesses } from '../../support/open-test-processes.js';
import { tempFolder } from '../../support/temp-folder.js';
import { until } from '../../support/until.js';

const textOf = (shell: Shell): string => {
  const { beginning, end } = shell.takeOutput();
  return Buffer.concat([beginning, end]).toString();
};

/** Runs a command to its end. */
async function run(command: string, processes: Processes = openTestProcesses()) {
  const shell = await processes.start(command, await tempFolder());
  return { end: await shell.ended, text: textOf(shell), shell };
}

/** Starts a command and waits for the ids of processes it prints in its first line. */
async function started(command: string, processes: Processes): Promise<{ shell: Shell; who: ProcessIdentity[] }> {
  const shell = await processes.start(command, await tempFolder());
  let text = '';
  await until('the command prints a line', () => {
    text += textOf(shell);
    return text.includes('\n');
  });
  return { shell, who: identities(text) };
}

function identities(pids: string): ProcessIdentity[] {
  return pids
    .trim()
    .split(/\s+/)
    .map((pid) => identify(Number(pid)))
    .filter((who) => who !== undefined);
}

const gone = (who: readonly ProcessIdentity[]) => until('they are gone', () => !who.some(isAlive));

/** A process in a session of its own, out of the group, with its output elsewhere. It says its number. */
const DAEMON =
  'setsid sh -c "echo \\$\\$ >daemon; exec sleep 1000" >/dev/null 2>&1 & until [ -s daemon ]; do sleep 0.01; done';

describe('a command', () => {
  it('keeps stdout and stderr in their order, and can open both by name', async () => {
    const { end, text } = await run('echo 1; echo 2 >&2; echo 3 >/dev/stdout; echo 4 >/dev/stderr; printf 5; exit 7');
    expect(end).toEqual({ kind: 'exited', code: 7 });
    expect(text).toBe('1\n2\n3\n4\n5');
  });

  it('has nothing on stdin, and no terminal', async () => {
    expect((await run('cat; test -t 0 || test -t 1 || echo none; : </dev/tty')).text).toMatch(/^none\n.*tty/);
  });

  it('may print what is no text', async () => {
    const shell = await openTestProcesses().start("printf '\\377\\000\\n'; head -c 200000 /dev/zero", '/');
    expect(await shell.ended).toEqual({ kind: 'exited', code: 0 });
    const { beginning, end, dropped } = shell.takeOutput();
    expect(Buffer.concat([beginning, end])).toEqual(Buffer.concat([Buffer.from([255, 0, 10]), Buffer.alloc(200_000)]));
    expect(dropped).toBe(0);
  });

  it('ends when it ends, whoever still holds its output', async () => {
    const processes = openTestProcesses();
    const { end, text } = await run('sleep 1000 & echo $!', processes);
    const left = identities(text);
    expect(end).toEqual({ kind: 'exited', code: 0 });
    expect(left.filter(isAlive)).toHaveLength(1);
    await processes.end();
    await gone(left);
  });

  it('is killed when it never stops printing', async () => {
    const { end, shell } = await run("trap '' TERM; yes");
    expect(end).toEqual({ kind: 'flooded' });
    await shell.kill();
    const { beginning, end: last } = shell.takeOutput();
    expect(beginning.length + last.length).toBeLessThan(1024 * 1024);
  });

  it('cannot be started where there is no such directory', async () => {
    await expect(openTestProcesses().start('true', '/no/such/directory')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('runs beside others', async () => {
    const processes = openTestProcesses();
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, n) => run(`sleep 0.1; echo ${n}; exit ${n}`, processes)),
    );
    expect(all.map(({ end, text }) => ({ end, text }))).toEqual(
      all.map((_, n) => ({ end: { kind: 'exited', code: n }, text: `${n}\n` })),
    );
  });

  it('may kill its whole group', async () => {
    expect((await run('kill -9 0')).end).toEqual({ kind: 'killed' });
  });

  it('cannot make up its end', async () => {
    const { end, text } = await run('echo "$seal 0" 2>&1; (echo fake 0 >&3) 2>/dev/null; exit 3');
    expect(end).toEqual({ kind: 'exited', code: 3 });
    expect(text).toBe(' 0\n');
  });
});

describe('killing a command', () => {
  it('lets it have the last word', async () => {
    const { shell } = await started(
      "trap 'echo bye; exit 9' TERM; echo 0; while :; do sleep 0.05; done",
      openTestProcesses(),
    );
    await shell.kill();
    expect(await shell.ended).toEqual({ kind: 'exited', code: 9 });
    expect(textOf(shell)).toContain('bye');
  });

  it('ends what ignores SIGTERM', async () => {
    const { shell, who } = await started("trap '' TERM; echo $$; while :; do sleep 1; done", openTestProcesses());
    await shell.kill();
    await gone(who);
    expect(await shell.ended).toEqual({ kind: 'killed' });
  });

  it('ends its daemons, and those of no other command', async () => {
    const processes = openTestProcesses();
    const [one, other] = await Promise.all([
      started(`${DAEMON}; sleep 1000 & echo $$ $! $(cat daemon); wait`, processes),
      started(`${DAEMON}; echo $$ $(cat daemon); sleep 1000`, processes),
    ]);
    expect(one.who).toHaveLength(3);
    await one.shell.kill();
    await gone(one.who);
    expect(other.who.filter(isAlive)).toHaveLength(2);
    await processes.end();
    await gone(other.who);
  });
});

describe('the end of a leg', () => {
  it('leaves no process and no record (X2)', async () => {
    const folder = await tempFolder();
    const processes = openTestProcesses({ folder });
    const { text } = await run(
      `${DAEMON}; env -i sleep 1000 >/dev/null 2>&1 & sleep 0.5; echo $! $(cat daemon)`,
      processes,
    );
    const left = identities(text);
    expect(await readdir(folder)).toHaveLength(1);
    await processes.end();
    await gone(left);
    expect(await readdir(folder)).toEqual([]);
    await expect(processes.start('true', '/')).rejects.toThrow('over');
  });

  it('finds what is just being started', async () => {
    const processes = openTestProcesses();
    const starting = processes.start('sleep 1000', '/');
    await processes.end();
    expect(['exited', 'killed']).toContain((await (await starting).ended).kind);
  });
});

async function saidBy({ process: { stdout } }: Child): Promise<ProcessIdentity[]> {
  if (!stdout) throw new Error('the child has no output');
  const [line] = await once(stdout, 'data');
  return identities(String(line));
}

/** The children of the worker that were told of the folder of records. */
async function watchersOf({ process: { pid } }: Child, folder: string): Promise<number[]> {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ');
  const commands = await Promise.all(children.map((child) => readFile(`/proc/${child}/cmdline`, 'utf8')));
  return children.filter((_, n) => commands[n]?.includes(`\0${folder}/`)).map(Number);
}

describe('the death of a worker', () => {
  const COMMAND = `${DAEMON}; sleep 1000 & echo $$ $! $(cat daemon); wait`;

  it('is the death of its commands (P4)', async () => {
    const folder = await tempFolder();
    const worker = startChild('agent/processes/programs/run-command.ts', [folder, COMMAND]);
    const who = await saidBy(worker);
    expect(who).toHaveLength(3);
    worker.process.kill('SIGKILL');
    await gone(who);
    await until('the records are gone', async () => !(await readdir(folder)).some((name) => name.includes('-1-')));
  });

  it('is made up for by the next leg where even the watcher died, for this agent alone (X2)', async () => {
    const folder = await tempFolder();
    const worker = startChild('agent/processes/programs/run-command.ts', [folder, COMMAND]);
    const who = await saidBy(worker);
    for (const pid of await watchersOf(worker, folder)) process.kill(pid, 'SIGKILL');
    worker.process.kill('SIGKILL');

    await killLeftovers(folder, { run: 'run', call: 2 });
    expect(who.filter(isAlive)).toHaveLength(3);
    await killLeftovers(folder, { run: 'run', call: 1 });
    await gone(who);
    expect((await readdir(folder)).filter((name) => name.includes('-1-'))).toEqual([]);
  });

  it('is no reason to end who has only got the number of a leader (X3)', async () => {
    const folder = await tempFolder();
    const leader = 'setsid sh -c "echo \\$\\$; exec sleep 1000"';
    const [innocent] = (await started(leader, openTestProcesses({ run: 'other' }))).who;
    const processes = openTestProcesses({ folder });
    await processes.start('sleep 1000', '/');
    const [records = ''] = await readdir(folder);
    await writeFile(join(folder, records, `${innocent?.pid}.0-0`), '');
    await killLeftovers(folder, { run: 'run', call: 1 });
    expect(innocent && isAlive(innocent)).toBe(true);
  });
});

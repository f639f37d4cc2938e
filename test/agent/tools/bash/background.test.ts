import { describe, expect, it } from '@jest/globals';
import { createBashTools } from '../../../../src/agent/tools/bash/bash-tools.js';
import { openTestProcesses } from '../../../support/open-test-processes.js';
import { openToolBench, textOf } from '../../../support/tool-bench.js';
import { until } from '../../../support/until.js';

/** The three tools, called by name. */
async function openBench() {
  const bench = await openToolBench();
  const processes = openTestProcesses();
  const call = async (name: string, input: object) => {
    const tool = createBashTools().find((candidate) => candidate.name === name);
    if (!tool) throw new Error(`no tool ${name}`);
    return bench.call(tool, input, { processes });
  };
  return {
    call,
    processes,
    start: async (command: string): Promise<string> => {
      const told = textOf(await call('Bash', { command, run_in_background: true }));
      return /as (\S+)\./.exec(told)?.[1] ?? told;
    },
    look: async (bash_id: string, filter?: string) => textOf(await call('BashOutput', { bash_id, filter })),
  };
}

describe('a command in the background', () => {
  it('shows what is new at each look, and how it ended', async () => {
    const { start, look, processes } = await openBench();
    const id = await start('echo one; read -r _ <go; echo two; exit 3; ');
    expect(id).toMatch(/^bash_\w+$/);
    await processes.background.get(id)?.ended;
    expect(await look(id)).toMatch(/^Exit code 3\none\n.*go.*\ntwo$/);
    expect(await look(id)).toBe('Exit code 3\n(No output.)');
  });

  it('shows what it prints while it runs, to the last byte', async () => {
    const { start, look } = await openBench();
    const id = await start('printf "ready> "; sleep 1000');
    let seen = '';
    await until('it has printed', async () => {
      seen = await look(id);
      return !seen.includes('No output');
    });
    expect(seen).toBe('Still running\nready> ');
  });

  it('shows only lines that match, and passes over the others', async () => {
    const { start, look, processes } = await openBench();
    const id = await start('for n in 1 2 3; do echo error $n; echo fine; done');
    await processes.background.get(id)?.ended;
    expect(await look(id, 'error [12]')).toBe('Exit code 0\nerror 1\nerror 2');
    expect(await look(id)).toBe('Exit code 0\n(No output.)');
    expect(await look(id, '(')).toMatch(/^The filter failed: /);
  });

  it('is not searched longer for a pattern made to be slow', async () => {
    const { start, look, processes } = await openBench();
    const id = await start('head -c 100000 /dev/zero | tr "\\0" a');
    await processes.background.get(id)?.ended;
    expect(await look(id, '^(a+)+$x')).toBe('Exit code 0\n(No output.)');
  });

  it('ends with KillShell', async () => {
    const { start, look, call, processes } = await openBench();
    const id = await start('echo begun; sleep 1000');
    expect(textOf(await call('KillShell', { shell_id: id }))).toBe(`${id} was ended.`);
    await processes.background.get(id)?.ended;
    expect(await look(id)).toMatch(/^(Exit code 143|Killed)\n/);
    expect(textOf(await call('KillShell', { shell_id: id }))).toMatch(/had ended before/);
  });

  it('is not known to the next leg, which is told why', async () => {
    const { start } = await openBench();
    const id = await start('sleep 1000');
    const next = await openBench();
    expect(await next.look(id)).toMatch(/ended with the previous stretch of this agent.*Start it again/);
    expect(await next.call('KillShell', { shell_id: id })).toMatchObject({ isError: true });
    expect(await next.start('sleep 1000')).not.toBe(id);
  });

  it('is one of sixteen at most', async () => {
    const { start, call, processes } = await openBench();
    for (let n = 0; n < 16; n += 1) await start('sleep 1000');
    expect(textOf(await call('Bash', { command: 'true', run_in_background: true }))).toMatch(/^16 commands run/);
    const [first] = processes.background.values();
    await first?.kill();
    await first?.ended;
    expect(await start('true')).toMatch(/^bash_/);
  });
});

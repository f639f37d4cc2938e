import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readScript } from '../../src/activities/read-script.js';
import { BUILT_IN_TYPES } from '../../src/agent/agent-types.js';
import { faultProblem } from '../../src/client/dry-run/fault-problem.js';
import { type DryRun, MOST_CALLS, type RehearsalSpec, rehearse } from '../../src/client/dry-run/rehearsal.js';
import { dryRun } from '../../src/client/dry-run.js';
import { Keys } from '../../src/journal/key.js';
import type { JournalLine } from '../../src/journal/line.js';
import { DEFAULT_RUN_LIMITS } from '../../src/workflows/spec.js';
import { scriptOf } from '../interpreter/script-host.js';
import { tempFolder } from '../support/temp-folder.js';

const specOf = (body: string, changes: Partial<RehearsalSpec> = {}): RehearsalSpec => ({
  script: scriptOf(body),
  args: null,
  saved: [],
  agentTypes: BUILT_IN_TYPES.map(({ name }) => name),
  workspace: '/nowhere',
  limits: DEFAULT_RUN_LIMITS,
  model: { provider: 'anthropic', id: 'm-1', maxTokens: 1_000 },
  aliases: { small: 'm-0' },
  ...changes,
});

const walk = (body: string, changes: Partial<RehearsalSpec> = {}): Promise<DryRun> =>
  rehearse(specOf(body, changes), { readScript, now: () => 0, deadline: 1 });

/** The fault of a dry run that must have one. */
function faultOf(run: DryRun) {
  if (run.ended !== 'faulted') throw new Error(`it ${run.ended}`);
  return run.fault;
}

describe('a rehearsal', () => {
  it('counts agents, calls and phases, and keeps labels and logs', async () => {
    const run = await walk(`
      phase('Plan');
      const schema = { type: 'object', required: ['files'], properties: { files: { type: 'array', minItems: 2, items: { type: 'string' } } } };
      const { files } = await agent('plan', { label: 'planner', schema });
      log(files);
      phase('Work');
      await parallel(files.map((file, i) => () => agent('work', { label: 'w' + i })));
      await agent('check', { label: 'c', phase: 'Check', model: 'small' });`);
    expect(run).toEqual({
      agents: 4,
      calls: 4,
      reused: 0,
      begun: 0,
      phases: [
        { title: 'Plan', agents: 1 },
        { title: 'Work', agents: 2 },
        { title: 'Check', agents: 1 },
      ],
      models: [
        { id: 'm-1', agents: 3 },
        { id: 'm-0', agents: 1 },
      ],
      labels: ['planner', 'w0', 'w1', 'c'],
      logs: ['["",""]'],
      ended: 'returned',
    });
  });

  it('fires timers at once, in their order, and after the agents (D1)', async () => {
    const { logs } = await walk(`
      const after = (ms, what) => new Promise((resolve) => setTimeout(() => resolve(log(what)), ms));
      await Promise.all([after(86_400_000, 'day'), after(1_000, 'second'), agent('x').then(() => log('agent'))]);`);
    expect(logs).toEqual(['agent', 'second', 'day']);
  });

  it('does not fire a timer that was cleared', async () => {
    const { logs } = await walk("const t = setTimeout(() => log('no'), 1); clearTimeout(t); await agent('x');");
    expect(logs).toEqual([]);
  });

  it('is cut after 2,000 calls (D2)', async () => {
    const endless = await walk("for (;;) await agent('x')");
    expect(endless).toMatchObject({ ended: 'cut', cut: 'calls', agents: MOST_CALLS, calls: MOST_CALLS });
    const wide = await walk("await parallel(Array.from({ length: 4_096 }, () => () => agent('x')))");
    expect(wide).toMatchObject({ ended: 'cut', cut: 'calls', agents: MOST_CALLS });
    const just = await walk(`for (let i = 0; i < ${MOST_CALLS}; i++) await agent('x')`);
    expect(just).toMatchObject({ ended: 'returned', calls: MOST_CALLS });
  });

  it('is cut at its deadline (D2)', async () => {
    let time = 0;
    const world = { readScript, now: () => time++, deadline: 5 };
    const run = await rehearse(specOf("for (;;) await agent('x')"), world);
    expect(run).toMatchObject({ ended: 'cut', cut: 'time', calls: 8 });
  });

  it('runs saved workflows and script files inside, one level deep', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'f.js'), "export const meta = { name: 'f', description: 'd' }\nawait agent('in f')");
    const saved = [scriptOf("await agent('in s'); return await workflow('s').catch((e) => e.message)", 's')];
    const run = await walk("log(await workflow('s')); await workflow({ scriptPath: 'f.js' })", {
      saved,
      workspace: folder,
    });
    expect(run).toMatchObject({ ended: 'returned', agents: 2, calls: 5, labels: ['in s', 'in f'] });
    expect(run.logs).toEqual([expect.stringContaining('nesting is limited to 1')]);
  });

  it.each([
    ["await workflow('none')", "no workflow is named 'none'"],
    ["await workflow({ scriptPath: 'none.js' })", 'cannot read script none.js'],
    ["await agent('x', { agentType: 'none' })", "agent type 'none' not found"],
    ["await agent('x', { schema: { type: 'object', properties: 5 } })", 'schema'],
  ])('refuses what a run would refuse: %s', async (body, says) => {
    const fault = faultOf(await walk(body));
    expect(fault.message).toContain(says);
    expect(fault.suspect).toBe('none');
  });

  it.each([
    ['null.x', 'none'],
    ["await new Promise((r) => setTimeout(r, 5)); throw new Error('x')", 'none'],
    ["JSON.parse(await agent('x'))", 'mock-answers'],
    ['args.dir.trim()', 'missing-args'],
    ['await new Promise(() => {})', 'none'],
    ['for (;;) {}', 'none'],
  ])('tells what is to blame for a fault (D3): %s', async (body, suspect) => {
    expect(faultOf(await walk(body)).suspect).toBe(suspect);
  });

  it('takes the args it is given', async () => {
    expect(await walk('log(args.dir)', { args: '{"dir":"src"}' })).toMatchObject({ ended: 'returned', logs: ['src'] });
    expect(faultOf(await walk('args.dir.trim()', { args: '{}' })).suspect).toBe('none');
  });

  it('answers what another run has settled as it did, in its order, and counts it apart (D4)', async () => {
    const keys = new Keys();
    const lines = ['slow', 'quick'].map((prompt): JournalLine => {
      const call = { kind: 'agent', id: 1, scope: [], prompt, label: prompt, phase: null, options: {} } as const;
      const outcome = { status: 'ok', value: `${prompt} answer` } as const;
      return {
        type: 'result',
        kind: 'agent',
        key: keys.next(call)(),
        call: 1,
        label: prompt,
        restarts: 0,
        outcome,
        tokens: 0,
      };
    });
    const known = { lines: lines.toReversed(), rule: 'keyed' } as const;
    const run = await walk(
      `await parallel(['slow', 'new', 'quick'].map((prompt) => async () => log(await agent(prompt))))`,
      { known },
    );
    expect(run).toMatchObject({
      agents: 1,
      reused: 2,
      calls: 1,
      logs: ['quick answer', 'slow answer', 'A mock answer.'],
    });
  });
});

describe('the problem of a fault', () => {
  it('stands at its line, and is an error only when it is certain', async () => {
    const certain = faultProblem(faultOf(await walk('log(1)\nnull.x')), 'a/test-script.js');
    expect(certain).toMatchObject({ severity: 'error', code: 'SCRIPT_THREW', line: 3 });
    const doubtful = faultProblem(faultOf(await walk("JSON.parse(await agent('x'))")), 'a/test-script.js');
    expect(doubtful).toMatchObject({ severity: 'warning', line: 2 });
    expect(doubtful.hint).toMatch(/^Mock answers may be to blame/);
  });

  it('stands at the beginning where no line of the script is known', async () => {
    const stuck = faultProblem(faultOf(await walk('await new Promise(() => {})')), 'test-script.js');
    expect(stuck).toMatchObject({ code: 'SCRIPT_STUCK', line: 1, column: 1 });
  });

  it('never takes a line of a nested workflow for one of the script', async () => {
    const saved = [scriptOf('\n\n\n\nnull.x', 'inner')];
    const { line } = faultProblem(faultOf(await walk("\nawait workflow('inner')", { saved })), 'test-script.js');
    expect(line).toBeLessThan(4);
  });
});

describe('dryRun', () => {
  it('walks the script in a thread of its own', async () => {
    expect(await dryRun(specOf("await agent('x')"))).toMatchObject({ agents: 1, ended: 'returned' });
  });

  it('survives what goes deep', async () => {
    const run = await dryRun(specOf('const f = () => 1 + f(); f()'));
    expect(faultOf(run).message).toMatch(/stack/i);
  });

  it('ends a thread that takes too long', async () => {
    await expect(dryRun(specOf('for (;;) {}'), { cutAfter: 1, endAfter: 0 })).rejects.toMatchObject({
      code: 'DRY_RUN_LOST',
    });
  });
});

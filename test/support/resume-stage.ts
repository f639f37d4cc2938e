import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { RunResult } from '../../src/workflows/run-result.js';
import { type CommandEnd, longhaul } from './longhaul.js';
import { scriptText } from './script-text.js';
import type { Stack } from './stack.js';
import { tempFolder } from './temp-folder.js';

/** Prompts by what the scripted model shall answer. */
export const echo = (answer: string): string => `<<echo:${answer}>>`;

/** A script that gives all these prompts to agents at once. */
export function scriptOf(prompts: readonly string[], after = ''): string {
  const list = JSON.stringify(prompts);
  return scriptText(
    `const answers = await parallel(${list}.map((prompt) => () => agent(prompt)))\n${after}\nreturn answers`,
  );
}

/** The real command line, at this stack. */
export async function command(stack: Stack, ...args: readonly string[]): Promise<CommandEnd> {
  return longhaul([...args, '--address', stack.address, '--namespace', stack.namespace], {
    home: await tempFolder(),
    env: stack.storageEnv,
  });
}

/** `longhaul resume RUN`, with a script in the place of the old one; its result document. */
export async function resumed(
  stack: Stack,
  run: string,
  script: string | null,
  ...options: readonly string[]
): Promise<RunResult & Readonly<Record<string, unknown>>> {
  const file = join(await tempFolder(), 'edited.js');
  if (script !== null) await writeFile(file, script);
  const given = script === null ? [] : ['--script', file];
  const { stdout, stderr } = await command(stack, 'resume', run, ...given, '--json', ...options);
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`no document: ${stdout}${stderr}`);
  }
}

/**
 * A run of that many agents of which number 3 fails; its script is edited in the middle, and it is resumed. Exactly what
 * failed, was changed or is new reaches the model.
 */
export async function editInTheMiddle(stack: Stack, agents: number): Promise<void> {
  const prompts = Array.from({ length: agents }, (_, i) => echo(`answer ${i} of ${agents}`));
  const failing = `<<status:400*1>>${echo('answer of the third')}`;
  prompts[2] = failing;
  const old = await stack.run(scriptOf(prompts));
  expect(await old.result()).toMatchObject({
    status: 'completed_with_failures',
    totals: { failed: 1, ok: agents - 1 },
  });

  const middle = Math.floor(agents / 2);
  const [changed, added] = [echo('changed'), echo('added')];
  const edited = [...prompts.slice(0, middle), added, changed, ...prompts.slice(middle + 1)];
  const before = await stack.modelStats();
  expect(await resumed(stack, old.run, scriptOf(edited), '--dry-run')).toMatchObject({
    from: old.run,
    reused: agents - 2,
    toRun: 3,
  });
  const { status, result, totals } = await resumed(stack, old.run, scriptOf(edited));
  expect({ status, result, reused: totals.reused }).toEqual({
    status: 'completed',
    result: edited.map((prompt) => /<<echo:(.*)>>/.exec(prompt)?.[1]),
    reused: agents - 2,
  });
  const after = await stack.modelStats();
  expect(after.requests - before.requests).toBe(3);
  expect([failing, changed, added].map((prompt) => after.byTask[prompt])).toEqual([2, 1, 1]);
}

/** A run of that many agents whose script ends with a mistake: corrected and resumed, no agent runs again. */
export async function mendTheEnd(stack: Stack, agents: number): Promise<{ readonly tookMs: number }> {
  const prompts = Array.from({ length: agents }, (_, i) => echo(`finding ${i} of ${agents}`));
  const old = await stack.run(scriptOf(prompts, 'report(answers)'));
  expect(await old.result()).toMatchObject({ status: 'failed', error: { name: 'ReferenceError' } });

  const { requests } = await stack.modelStats();
  const { status, totals } = await resumed(stack, old.run, scriptOf(prompts));
  expect({ status, reused: totals.reused }).toEqual({ status: 'completed', reused: agents });
  expect((await stack.modelStats()).requests).toBe(requests);
  return { tookMs: totals.durationMs };
}

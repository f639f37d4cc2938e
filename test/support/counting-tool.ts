import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { defineTool, ok, type Tool } from '../../src/agent/tools/tool.js';

export interface CountingTool extends Tool {
  readonly runs: number;
}

export interface CountingToolOptions {
  readonly readOnly: boolean;
  /** Milliseconds a run takes; a run ends with its signal. */
  readonly ms?: number;
  /** Called as each run begins, with what it is given. */
  readonly onRun?: (n: number) => void;
}

/** A tool that takes `{"n":1}` and answers `run 1`: counts how often it is run. */
export function countingTool(name: string, { readOnly, ms = 0, onRun = () => {} }: CountingToolOptions): CountingTool {
  let runs = 0;
  const tool = defineTool({
    name,
    description: 'counts',
    input: z.strictObject({ n: z.number().default(0) }),
    readOnly,
    run: async ({ n }, { signal }) => {
      runs += 1;
      onRun(n);
      if (ms > 0) await sleep(ms, undefined, { signal });
      return ok(`run ${runs}`);
    },
  });
  return Object.defineProperty({ ...tool, runs }, 'runs', { get: () => runs });
}

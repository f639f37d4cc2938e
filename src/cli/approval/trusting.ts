import { setupIn } from '../../agent/context/setup-blob.js';
import { readWorkflowPolicy } from '../../agent/context/workflow-policy.js';
import type { PreparedRun } from '../../client/prepare-run.js';
import { isLonghaulError } from '../../config/errors.js';
import { longhaulPaths } from '../../config/paths.js';
import { digestOf } from '../../script/digest.js';
import { readOutline } from '../../script/outline.js';
import { reportError } from '../output/report-error.js';
import type { Terminal } from '../terminal/terminal.js';
import { openTrustStore, type Trust, type Trusted, type TrustStore } from './trust-store.js';

/** Whether a person has approved of a run's script. Where settings lift all checks nobody need. */
export async function trustIn(prepared: PreparedRun, terminal: Terminal): Promise<Trust> {
  if (setupIn(prepared.setup).permissions.mode === 'bypassPermissions') return 'trusted';
  return (await told(storeFor(terminal).trustIn(subjectOf(prepared)), terminal)) ?? 'unknown';
}

/** From now on its script is not asked for. A decision that cannot be kept keeps nothing from starting. */
export async function trustFrom(prepared: PreparedRun, terminal: Terminal): Promise<void> {
  await told(storeFor(terminal).trust(subjectOf(prepared)), terminal);
}

/** Whether a script is trusted once it was started: in auto mode a workflow is asked for at its first launch only. */
export async function asksOnce({ spec }: PreparedRun, { env, home }: Terminal): Promise<boolean> {
  return (await readWorkflowPolicy({ workspace: spec.workspace, env, home })).mode === 'auto';
}

/** Its script, with the saved workflows that may run inside of it. */
export function subjectOf({ spec, setup }: PreparedRun): Trusted {
  const { script, saved } = spec;
  const { workflows } = readOutline(script);
  const called = saved.filter(({ meta }) => workflows?.includes(meta.name) ?? true).map(({ digest }) => digest);
  const digest = called.length === 0 ? script.digest : digestOf([script.digest, ...called.toSorted()].join('\n'));
  return { name: script.meta.name, path: setupIn(setup).workspace, digest };
}

function storeFor({ env, home }: Terminal): TrustStore {
  return openTrustStore(longhaulPaths(env, home).config);
}

/** What a person can act on is told, and undefined is the answer. */
async function told<T>(work: Promise<T>, terminal: Terminal): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (!isLonghaulError(error)) throw error;
    await reportError(error, terminal);
    return undefined;
  }
}

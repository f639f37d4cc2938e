import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ulid } from 'ulid';
import { BUILT_IN_AGENT_TYPES } from '../agent/agent-types.js';
import { LonghaulError } from '../config/errors.js';
import { DEFAULT_MAX_TOKENS, DEFAULT_MODEL, MODEL_ALIASES } from '../config/models.js';
import { ENGINE_HASH } from '../interpreter/generated/engine-hash.js';
import { parseArgs } from '../script/args.js';
import { compileScript } from '../script/compile.js';
import type { CompiledScript } from '../script/compiled-script.js';
import type { ModelChoice } from '../workflows/ports.js';
import { DEFAULT_RUN_LIMITS, type RunLimits, type RunSpec } from '../workflows/spec.js';
import { loadSavedWorkflows } from './saved-workflows.js';

/** What a person says when starting a run. */
export interface RunRequest {
  /** Path of a script, or the name of a saved workflow. */
  readonly script: string;
  /** JSON text of `args`; absent for none. */
  readonly args?: string;
  /** Directory the agents work in, and from which saved workflows are found. */
  readonly workspace: string;
  readonly model?: string;
  readonly provider?: ModelChoice['provider'];
  readonly limits?: Partial<RunLimits>;
}

/** Environment a run is prepared in: home and settings folders. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * Everything the run depends on, read and checked now (DESIGN §2): a file edited later changes nothing in it.
 * Throws LonghaulError for a script that cannot be read or would be refused.
 */
export async function prepareRun(request: RunRequest, surroundings: Surroundings): Promise<RunSpec> {
  const { workflows } = await loadSavedWorkflows({ cwd: request.workspace, ...surroundings });
  const saved = workflows.map((workflow) => workflow.script);
  const script = savedUnder(request.script, saved) ?? (await readScript(request.script));
  return {
    run: runId(script.meta.name),
    script,
    args: parseArgs(request.args),
    saved,
    agentTypes: BUILT_IN_AGENT_TYPES,
    engine: ENGINE_HASH,
    workspace: resolve(request.workspace),
    base: null,
    setup: null,
    onAsk: 'deny',
    model: modelChoice(request),
    aliases: MODEL_ALIASES,
    limits: { ...DEFAULT_RUN_LIMITS, ...request.limits },
    searchable: true,
  };
}

async function readScript(file: string): Promise<CompiledScript> {
  return compileScript({ file, text: await readScriptFile(file) });
}

/** The text of a script. Throws SCRIPT_UNREADABLE. */
export async function readScriptFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new LonghaulError('SCRIPT_UNREADABLE', { file, reason: reasonOf(cause) }, { cause });
  }
}

function reasonOf(cause: unknown): string {
  const { code } = cause as { code?: string };
  if (code === 'ENOENT') return 'there is no such file, and no saved workflow of that name';
  if (code === 'EISDIR') return 'it is a directory';
  return code ?? String(cause);
}

/** A path is never a name: a repository could otherwise put its own script in the place of a file. */
function savedUnder(name: string, saved: readonly CompiledScript[]): CompiledScript | undefined {
  const isPath = /[/\\]/.test(name) || name.endsWith('.js');
  return isPath ? undefined : saved.find(({ meta }) => meta.name === name);
}

/** `lh-<name>-<ulid>`: readable in lists, sorted by time, unique. */
function runId(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return `lh-${slug || 'run'}-${ulid().toLowerCase()}`;
}

function modelChoice({ model = DEFAULT_MODEL, provider = 'anthropic' }: RunRequest): ModelChoice {
  return { provider, id: MODEL_ALIASES[model] ?? model, maxTokens: DEFAULT_MAX_TOKENS };
}

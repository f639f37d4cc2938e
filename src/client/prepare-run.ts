import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type AgentSetup, type PageReaderModel, readAgentSetup } from '../agent/context/agent-setup.js';
import type { Note } from '../agent/context/note.js';
import { setupBytes } from '../agent/context/setup-blob.js';
import { requireWorkflows } from '../agent/context/workflow-policy.js';
import { detail } from '../config/details.js';
import { LonghaulError } from '../config/errors.js';
import { PRICES, priceOf, type PriceTable } from '../config/prices.js';
import { longhaulPaths } from '../config/paths.js';
import { readSettingsFile } from '../config/settings-file.js';
import { DEFAULT_MAX_TOKENS, modelAliases, modelId } from '../config/models.js';
import { defaultModel } from '../config/default-model.js';
import { ENGINE_HASH } from '../interpreter/generated/engine-hash.js';
import { parseArgs } from '../script/args.js';
import { compileScript } from '../script/compile.js';
import type { CompiledScript } from '../script/compiled-script.js';
import { digestOf } from '../storage/digest.js';
import type { ModelChoice, OnAsk } from '../workflows/ports.js';
import { DEFAULT_RUN_LIMITS, type RunCaps, type RunLimits, type RunSpec } from '../workflows/spec.js';
import { headOf } from '../workspace/git/repository.js';
import { newRunId } from './run-id.js';
import { loadSavedWorkflows } from './saved-workflows.js';

/** What a person says when starting a run. */
export interface RunRequest {
  /** Path of a script, the name of a saved workflow, or a script itself. */
  readonly script: string | CompiledScript;
  /** JSON text of `args`; absent for none. */
  readonly args?: string;
  /** Directory the agents work in, and from which saved workflows are found. */
  readonly workspace: string;
  readonly model?: string;
  readonly provider?: ModelChoice['provider'];
  readonly limits?: Partial<RunLimits>;
  readonly caps?: RunCaps;
  /** What becomes of tool calls that a person has to permit; `deny` unless given. */
  readonly onAsk?: OnAsk;
  /** Milliseconds after which an ask that nobody has answered is denied; never unless given. */
  readonly askTimeoutMs?: number;
  /** Whether a failed agent waits for a person (`hold`) or its call gives null at once; the latter unless given. */
  readonly onFail?: NonNullable<RunSpec['onFail']>;
  /** Whether the settings of the workspace may allow things and start MCP servers, though nobody has trusted it yet. */
  readonly trust?: boolean;
}

/** A run that is ready to be started. */
export interface PreparedRun {
  readonly spec: RunSpec;
  /** What has to be in storage before: `spec` names it by its digest. */
  readonly setup: Uint8Array;
  /** Files for agents that were passed over, with reasons. */
  readonly notes: readonly Note[];
}

/** What a run is prepared in, of this process and its user unless given: it says where home and settings are. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * Everything the run depends on, read and checked now (DESIGN §2): a file edited later changes nothing in it.
 * Throws LonghaulError for a script that cannot be read or would be refused, for a workspace that is not there, for broken
 * settings, for a cap in dollars that an unknown price would make void, and where settings switch workflows off.
 */
export async function prepareRun(
  request: RunRequest,
  surroundings: Surroundings = { env: process.env, home: homedir() },
): Promise<PreparedRun> {
  const workspace = resolve(request.workspace);
  await requireWorkflows({ workspace, ...surroundings });
  const { workflows } = await loadSavedWorkflows({ cwd: workspace, ...surroundings });
  const saved = workflows.map((workflow) => workflow.script);
  const script = await scriptOf(request, saved);
  const date = new Date().toISOString().slice(0, 10);
  const [{ setup, notes }, base] = await Promise.all([
    readAgentSetup({ workspace, date, vouched: request.trust ?? false, ...surroundings }),
    headOf(workspace),
  ]);
  const aliases = modelAliases(surroundings.env);
  const model = modelChoice(request, script, setup, surroundings.env);
  detail(() => `script ${script.file}, working in ${workspace}, settings ${setup.trusted ? 'trusted' : 'not trusted'}`);
  const prices = await pricesFor(model, request.caps, surroundings);
  const bytes = setupBytes({ ...setup, pageReader: pageReader(aliases, prices) });
  const spec: RunSpec = {
    run: newRunId(script.meta.name),
    script,
    args: parseArgs(request.args),
    saved,
    agentTypes: setup.agentTypes.map(({ name }) => name),
    typeOptions: typeOptionsOf(setup),
    engine: ENGINE_HASH,
    workspace,
    base,
    setup: digestOf(bytes),
    onAsk: request.onAsk ?? 'deny',
    ...(request.askTimeoutMs !== undefined && { askTimeoutMs: request.askTimeoutMs }),
    ...(request.onFail && { onFail: request.onFail }),
    model,
    aliases,
    limits: { ...DEFAULT_RUN_LIMITS, ...request.limits },
    prices,
    ...(request.caps && { caps: request.caps }),
    searchable: true,
    followed: true,
    archived: true,
  };
  return { spec, setup: bytes, notes };
}

async function scriptOf({ script }: RunRequest, saved: readonly CompiledScript[]): Promise<CompiledScript> {
  return typeof script === 'string' ? (savedUnder(script, saved) ?? readScript(script)) : script;
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

/** A person's own prices go before those we know. Without a price, dollars can only be a cap beside one on tokens. */
async function pricesFor(
  { id }: ModelChoice,
  caps: RunCaps | undefined,
  { env, home }: Surroundings,
): Promise<PriceTable> {
  const folder = longhaulPaths(env, home).config;
  const { prices: own } = await readSettingsFile(folder);
  const prices = { ...own, ...PRICES, ...own };
  if (caps?.maxUsd !== undefined && caps.maxTokens === undefined && !priceOf(id, prices))
    throw new LonghaulError('PRICE_UNKNOWN', { model: id, file: join(folder, 'settings.json') });
  return prices;
}

function pageReader(aliases: RunSpec['aliases'], prices: PriceTable): PageReaderModel {
  const model = modelId('haiku', aliases);
  const price = priceOf(model, prices);
  return { model, ...(price && { price }) };
}

function typeOptionsOf({ agentTypes }: AgentSetup): NonNullable<RunSpec['typeOptions']> {
  const settling = agentTypes.filter(({ options }) => Object.keys(options).length > 0);
  return Object.fromEntries(settling.map(({ name, options }) => [name, options]));
}

/** The model of agents whose call and type name none. */
function modelChoice(
  { model, provider = 'anthropic' }: RunRequest,
  { meta }: CompiledScript,
  setup: AgentSetup,
  env: Surroundings['env'],
): ModelChoice {
  const { name, by } = defaultModel({ flag: model, script: meta.model, settings: setup.model }, env);
  detail(() => `model ${name}, by ${by}`);
  return { provider, id: modelId(name, modelAliases(env)), maxTokens: DEFAULT_MAX_TOKENS };
}

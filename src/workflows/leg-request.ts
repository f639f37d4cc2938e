import { modelId, modelNamed } from '../config/models.js';
import { priceOf } from '../config/prices.js';
import type { Agent, AgentCall } from './agent.js';
import type { Lease, LegRequest } from './ports.js';
import type { AgentCaps, RunSpec } from './spec.js';

/** The call with what its agent type settles for it, within the caps of agents. */
export function callInRun(call: AgentCall, { typeOptions, caps }: Pick<RunSpec, 'typeOptions' | 'caps'>): AgentCall {
  const settled = typeOptions?.[call.options.agentType ?? ''];
  return { ...call, options: within({ ...settled, ...call.options }, caps?.agent ?? {}) };
}

/** The model that serves a call. */
export function modelOf(
  { options: { model, maxTokens } }: AgentCall,
  spec: Pick<RunSpec, 'model' | 'aliases'>,
): RunSpec['model'] {
  const named = modelNamed(model);
  return {
    ...spec.model,
    ...(named !== undefined && { id: modelId(named, spec.aliases) }),
    ...(maxTokens !== undefined && { maxTokens }),
  };
}

/** What a leg is given by the state of its run. */
interface Given {
  readonly lease: Lease | undefined;
  readonly grants: readonly string[];
  readonly probe: boolean;
}

/** What the next leg of an agent is told. What is absent is not recorded, either. */
export function legRequest(
  { call, key, inherits, leg, decisions, restarts, messages }: Agent,
  spec: RunSpec,
  { lease, grants, probe }: Given,
): LegRequest {
  const { run, workspace, base, setup, onAsk, limits, prices } = spec;
  const model = modelOf(call, spec);
  const price = priceOf(model.id, prices);
  return {
    run,
    call: call.id,
    leg,
    label: call.label,
    prompt: call.prompt,
    options: call.options,
    model,
    workspace,
    base,
    setup,
    onAsk,
    decisions,
    retry: limits.retry,
    stallMs: call.options.stallMs ?? limits.stallMs,
    ...(spec.archived && { key: key() }),
    ...(inherits && restarts === 0 && { inherits }),
    ...(restarts > 0 && { restarts }),
    ...(messages.length > 0 && { messages }),
    ...(price && { price }),
    ...(lease && { lease }),
    ...(grants.length > 0 && { grants }),
    ...(probe && { probe }),
  };
}

/** The options of a call within what an agent of this run may take. */
function within(options: AgentCall['options'], caps: AgentCaps): AgentCall['options'] {
  const least = (name: keyof AgentCaps): AgentCaps => {
    const cap = caps[name];
    return cap === undefined ? {} : { [name]: Math.min(cap, options[name] ?? cap) };
  };
  return { ...options, ...least('maxUsd'), ...least('maxTurns'), ...least('timeoutMs') };
}

import { modelId, modelNamed } from '../config/models.js';
import { priceOf } from '../config/prices.js';
import type { Agent, AgentCall } from './agent.js';
import type { Lease, LegRequest } from './ports.js';
import type { AgentCaps, RunSpec } from './spec.js';

/** The call with what its agent type settles for it, within the caps of agents. */
export function callInRun(call: AgentCall, { typeOptions, caps }: RunSpec): AgentCall {
  const settled = typeOptions?.[call.options.agentType ?? ''];
  return { ...call, options: within({ ...settled, ...call.options }, caps?.agent ?? {}) };
}

/** The model that serves a call. */
export function modelOf({ options: { model, maxTokens } }: AgentCall, spec: RunSpec): RunSpec['model'] {
  const named = modelNamed(model);
  return {
    ...spec.model,
    ...(named !== undefined && { id: modelId(named, spec.aliases) }),
    ...(maxTokens !== undefined && { maxTokens }),
  };
}

/** What the next leg of an agent is told. What is absent is not recorded, either. */
export function legRequest(
  { call, leg, decisions, restarts, messages }: Agent,
  spec: RunSpec,
  lease: Lease | undefined,
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
    ...(restarts > 0 && { restarts }),
    ...(messages.length > 0 && { messages }),
    ...(price && { price }),
    ...(lease && { lease }),
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

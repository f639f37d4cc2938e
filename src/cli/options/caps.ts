import type { RunCaps, SpendingCaps } from '../../workflows/spec.js';

/** Options that set caps of a run. */
export interface CapOptions {
  readonly maxUsd?: number;
  readonly maxTokens?: number;
  /** Milliseconds. */
  readonly maxDuration?: number;
}

export interface RunCapOptions extends CapOptions {
  readonly agentMaxUsd?: number;
  readonly agentMaxTurns?: number;
  /** Milliseconds. */
  readonly agentTimeout?: number;
  readonly onCap?: RunCaps['onCap'];
}

export function spendingCaps({ maxUsd, maxTokens, maxDuration }: CapOptions): SpendingCaps {
  return {
    ...(maxUsd !== undefined && { maxUsd }),
    ...(maxTokens !== undefined && { maxTokens }),
    ...(maxDuration !== undefined && { maxDurationMs: maxDuration }),
  };
}

export function runCaps(options: RunCapOptions): RunCaps {
  const { agentMaxUsd, agentMaxTurns, agentTimeout, onCap = 'pause' } = options;
  const agent = {
    ...(agentMaxUsd !== undefined && { maxUsd: agentMaxUsd }),
    ...(agentMaxTurns !== undefined && { maxTurns: agentMaxTurns }),
    ...(agentTimeout !== undefined && { timeoutMs: agentTimeout }),
  };
  return { ...spendingCaps(options), onCap, agent };
}

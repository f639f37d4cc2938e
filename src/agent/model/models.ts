import type { ModelChoice } from '../../workflows/ports.js';
import { createPrefixGate } from './cache/prefix-gate.js';
import { behindCircuits } from './limits/circuit.js';
import { type ModelAccess, type ModelEnv, ready } from './routes/access.js';
import { connect } from './routes/connect.js';
import type { ScriptedModel } from './scripted/scripted-model.js';

export type { ModelAccess, ModelEnv };

/** The models a worker can reach: one client a provider, made when the first agent asks for it. */
export interface Models {
  clientFor(provider: ModelChoice['provider']): Promise<ModelAccess>;
  /** Ends the offline model, if it was started. */
  close(): Promise<void>;
}

/** `env` says by which route Claude is reached, and with what key. */
export function createModels(env: ModelEnv): Models {
  const gate = createPrefixGate();
  let anthropic: Promise<ModelAccess> | undefined;
  let scripted: Promise<ScriptedModel> | undefined;
  let offline: Promise<ModelAccess> | undefined;

  async function guarded(connecting: Promise<ModelAccess>): Promise<ModelAccess> {
    const access = await connecting;
    return access.kind === 'ready' ? ready(gate.guard(behindCircuits(access.client))) : access;
  }

  return {
    async clientFor(provider) {
      if (provider === 'offline') {
        scripted ??= startOffline();
        offline ??= guarded(connectOffline(scripted));
        return offline;
      }
      anthropic ??= guarded(connect(env));
      const access = await anthropic;
      // Packages and credentials may come while the worker runs.
      if (access.kind === 'unavailable') anthropic = undefined;
      return access;
    },
    async close() {
      await (await scripted)?.close();
    },
  };
}

async function startOffline(): Promise<ScriptedModel> {
  const { startScriptedModel } = await import('./scripted/scripted-model.js');
  return startScriptedModel();
}

async function connectOffline(scripted: Promise<ScriptedModel>): Promise<ModelAccess> {
  const { url } = await scripted;
  return connect({ ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: 'offline' });
}

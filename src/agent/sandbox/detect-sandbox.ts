import { existsSync } from 'node:fs';
import type { SandboxManager, SandboxRuntimeConfig } from '@anthropic-ai/sandbox-runtime';
import { messageOf } from '../../config/message-of.js';
import { runCommand } from '../../server/process/command.js';
import type { Detected, NetworkRules, Sandbox, SandboxLimits } from './sandbox.js';

/**
 * Looks for what a sandbox is made of (bubblewrap and socat on Linux, sandbox-exec on macOS) and tries it once: where
 * it is installed, the system may still forbid it. Without `network` commands reach what we reach. The rules are those
 * of the whole process: the proxy that holds them does not know one command from another.
 */
export async function detectSandbox(network: NetworkRules | null): Promise<Detected> {
  try {
    // Loaded late: most machines have no use for it.
    const { SandboxManager: manager } = await import('@anthropic-ai/sandbox-runtime');
    const { rgPath } = await import('@vscode/ripgrep');
    const ripgrep = { command: rgPath };
    const { errors } = await manager.checkDependenciesAsync(ripgrep);
    if (errors.length > 0) return { kind: 'missing', reasons: errors };
    const setup = { ...BASICS, network: networkConfig(network), ripgrep };
    // Without rules there is no proxy to start.
    if (network) await manager.initialize(setup);
    else manager.updateConfig(setup);
    return await tried(sandboxOf(manager));
  } catch (error) {
    return { kind: 'missing', reasons: [messageOf(error)] };
  }
}

const BASICS = {
  filesystem: { denyRead: [], allowWrite: [], denyWrite: [] },
  // Looks for what to protect below our own directory, which is not where commands run: not worth a long look.
  mandatoryDenySearchDepth: 1,
};

type NetworkConfig = SandboxRuntimeConfig['network'];

/** Nobody is asked about other hosts. That allowedDomains is missing means an open network; its type does not say so. */
function networkConfig(network: NetworkRules | null): NetworkConfig {
  if (!network) return { deniedDomains: [] } as unknown as NetworkConfig;
  return { allowedDomains: [...network.allowed], deniedDomains: [...network.denied], strictAllowlist: true };
}

function sandboxOf(manager: typeof SandboxManager): Sandbox {
  return {
    async wrap(command, { shell, writable, protected: kept }: SandboxLimits) {
      const { argv } = await manager.wrapWithSandboxArgv(command, shell, {
        // What does not exist would be put there for the time of the command, where git would find it.
        filesystem: { denyRead: [], allowWrite: [...writable], denyWrite: kept.filter((path) => existsSync(path)) },
      });
      return { argv, release: () => manager.cleanupAfterCommand() };
    },
  };
}

async function tried(sandbox: Sandbox): Promise<Detected> {
  const { argv, release } = await sandbox.wrap('true', { shell: '/bin/sh', writable: [], protected: [] });
  const [program = '', ...args] = argv;
  const end = await runCommand(program, args, { timeoutMs: TRIAL_TAKES_AT_MOST_MS });
  release();
  return end.kind === 'ok' ? { kind: 'ready', sandbox } : { kind: 'missing', reasons: [end.why] };
}

const TRIAL_TAKES_AT_MOST_MS = 30_000;

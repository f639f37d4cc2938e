import { detectSandbox } from './detect-sandbox.js';
import type { NetworkRules, Sandbox } from './sandbox.js';

/** Gives the sandbox of this process; null when there can be none. */
export type OpenSandbox = () => Promise<Sandbox | null>;

/** Looks for it when it is first asked for, and tells `notice` once, in one line, when commands run without. */
export function openSandbox(network: NetworkRules | null, notice: (line: string) => void): OpenSandbox {
  let detecting: Promise<Sandbox | null> | undefined;
  const detect = async (): Promise<Sandbox | null> => {
    const detected = await detectSandbox(network);
    if (detected.kind === 'ready') return detected.sandbox;
    const reasons = detected.reasons.join('; ');
    notice(`Commands of agents run without a sandbox, held by permission rules alone: ${reasons}.`);
    return null;
  };
  return () => (detecting ??= detect());
}

/** For those who want none. */
export const withoutSandbox: OpenSandbox = () => Promise.resolve(null);

import { detectSandbox } from '../../../agent/sandbox/detect-sandbox.js';
import type { Check } from '../check.js';
import { ok, warning } from '../finding.js';

/** What keeps commands of agents to their workspace by means of the operating system. */
export const sandboxCheck: Check = {
  name: 'sandbox',
  look: async () => {
    const detected = await detectSandbox(null);
    if (detected.kind === 'ready') return ok('commands of agents run in a sandbox');
    const reasons = detected.reasons.join('; ');
    return warning(`commands of agents run without a sandbox, held by permission rules alone: ${reasons}`, FIX);
  },
};

const FIX =
  process.platform === 'linux'
    ? 'Install bubblewrap and socat, for example `sudo apt install bubblewrap socat`; in a container allow user namespaces.'
    : null;

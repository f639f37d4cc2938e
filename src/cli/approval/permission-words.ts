import { BUILT_IN_TYPES } from '../../agent/agent-types.js';
import type { AgentSetup } from '../../agent/context/agent-setup.js';
import type { PermissionMode } from '../../agent/permissions/permissions.js';
import type { OnAsk } from '../../workflows/ports.js';

/** What the agents of a run may do, in a line for each thing that matters before it starts. */
export function permissionWords(
  { workspace, permissions, mcpServers, agentTypes }: AgentSetup,
  onAsk: OnAsk,
): readonly string[] {
  const { mode, layers } = permissions;
  const sum = (kind: 'allow' | 'ask' | 'deny'): number =>
    layers.reduce((count, layer) => count + layer[kind].length, 0);
  const rules = `your rules: ${sum('allow')} allow, ${sum('ask')} ask, ${sum('deny')} deny`;
  const servers = mcpServers.map(({ name }) => name);
  const types = agentTypes.map(({ name }) => name).filter((name) => !BUILT_IN_TYPES.some((type) => type.name === name));
  return [
    `agents ${MODES[mode]} ${workspace} (${mode})`,
    `${rules}; what they leave open ${onAsk === 'wait' ? 'waits for you' : 'is denied'}`,
    ...(servers.length > 0 ? [`MCP servers: ${servers.join(', ')}`] : []),
    ...(types.length > 0 ? [`agent types of your own: ${types.join(', ')}`] : []),
  ];
}

const MODES: Readonly<Record<PermissionMode, string>> = {
  default: 'need leave to edit files in',
  acceptEdits: 'may edit files in',
  plan: 'may only read files in',
  dontAsk: 'may do what rules allow in',
  bypassPermissions: 'may do anything in',
};

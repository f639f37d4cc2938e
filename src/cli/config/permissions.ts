import { join } from 'node:path';
import { findPlaces, type Places } from '../../agent/context/places.js';
import { type FoundFile, managedSettings, readSettingsFiles } from '../../agent/context/settings.js';
import { readWorkflowPolicy } from '../../agent/context/workflow-policy.js';
import { isTrusted } from '../../agent/context/trust.js';
import { DEFAULT_PERMISSION_MODE, type PermissionLayer } from '../../agent/permissions/permissions.js';
import { readPermissionLayers } from '../../agent/permissions/settings-files.js';
import { DEFAULT, type Env, type Setting } from './setting.js';

export interface AgentPlace {
  readonly places: Places;
  readonly trusted: boolean;
  /** The settings files that count here, the strongest first. */
  readonly files: readonly FoundFile[];
}

export async function agentPlace(workspace: string, home: string, env: Env): Promise<AgentPlace> {
  const places = await findPlaces({ workspace, home, env });
  const trusted = await isTrusted(places, env, () => {});
  const files = await readSettingsFiles(places);
  return { places, trusted, files: files.filter(({ ofProject }) => trusted || !ofProject) };
}

/** What agents may do here, and the files that say so, the strongest first. */
export async function permissionSettings(
  { places, trusted, files }: AgentPlace,
  env: Env,
): Promise<readonly Setting[]> {
  const { workspace, home, managed, user } = places;
  const managedFile = managedSettings(managed);
  const { setup } = await readPermissionLayers({
    workspace,
    home,
    trusted,
    managedFile,
    env,
    defaultMode: DEFAULT_PERMISSION_MODE,
  });
  const mode = files.find(({ content }) => content.permissions.defaultMode === setup.mode);
  const { disabledBy } = await readWorkflowPolicy({ workspace, home, env, managed });
  const fileOf: Readonly<Record<PermissionLayer['source'], string>> = {
    managed: managedFile,
    local: join(workspace, '.claude', 'settings.local.json'),
    project: join(workspace, '.claude', 'settings.json'),
    user: join(user, 'settings.json'),
    run: workspace,
  };
  return [
    { key: 'trust', value: trusted, origin: join(env.CLAUDE_CONFIG_DIR ? user : home, '.claude.json') },
    { key: 'workflows.enabled', value: disabledBy === null, origin: disabledBy ?? DEFAULT },
    { key: 'permissions.mode', value: setup.mode, origin: mode?.path ?? DEFAULT },
    ...setup.layers.map((layer) => ({
      key: `permissions.${layer.source}`,
      value: `${layer.allow.length} allow, ${layer.ask.length} ask, ${layer.deny.length} deny`,
      origin: fileOf[layer.source],
    })),
  ];
}

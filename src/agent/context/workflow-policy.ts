import { LonghaulError } from '../../config/errors.js';
import { findPlaces, type PlacesRequest } from './places.js';
import { readSettingsFiles } from './settings.js';

/** What the user and the administrator have settled about workflows as such. Projects have no say in it. */
export interface WorkflowPolicy {
  /** The file that switches workflows off; null for none. */
  readonly disabledBy: string | null;
  /** `auto`: a workflow that was started once is not asked for again. */
  readonly mode: string | null;
}

/** @throws LonghaulError WORKSPACE_MISSING */
export async function readWorkflowPolicy(request: PlacesRequest): Promise<WorkflowPolicy> {
  const files = await readSettingsFiles(await findPlaces(request));
  const heard = files.filter(({ ofProject }) => !ofProject);
  const modes = heard.map(({ content }) => content.permissions.defaultMode);
  return {
    disabledBy: heard.find(({ content }) => content.disableWorkflows)?.path ?? null,
    mode: modes.find((mode) => mode !== undefined) ?? null,
  };
}

/** @throws LonghaulError WORKFLOWS_DISABLED, which names the file, and WORKSPACE_MISSING */
export async function requireWorkflows(request: PlacesRequest): Promise<void> {
  const { disabledBy } = await readWorkflowPolicy(request);
  if (disabledBy !== null) throw new LonghaulError('WORKFLOWS_DISABLED', { file: disabledBy });
}

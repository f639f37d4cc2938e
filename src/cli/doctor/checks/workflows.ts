import { readWorkflowPolicy } from '../../../agent/context/workflow-policy.js';
import { loadSavedWorkflows } from '../../../client/saved-workflows.js';
import { counted } from '../../output/amounts.js';
import type { Check } from '../check.js';
import { shellWord } from '../../terminal/shell-word.js';
import { ok, warning } from '../finding.js';

/** Saved workflows that can be named here, and files among them that cannot be run. */
export const workflowsCheck: Check = {
  name: 'workflows',
  look: async (place) => {
    const { disabledBy } = await readWorkflowPolicy({ ...place, workspace: place.cwd });
    const { workflows, refused } = await loadSavedWorkflows(place);
    const found =
      disabledBy === null
        ? ok(`${counted(workflows.length, 'saved workflow')} can be named here`)
        : warning('workflows are switched off: no run can be started', `Take disableWorkflows out of ${disabledBy}.`);
    return [found, ...refused.map(({ file, error }) => warning(error.message, `longhaul check ${shellWord(file)}`))];
  },
};

import { ExitCode } from '../exit-code.js';
import { wording } from '../wording.js';

/** Errors of approving, saving and editing workflows. */
export const WORKFLOW_MESSAGES = {
  WORKFLOWS_DISABLED: wording<{ file: string }>({
    says: (f) => `workflows are switched off by \`disableWorkflows\` in ${f.file}`,
    hint: () =>
      'Whoever looks after that file can switch them on again. Runs that go on can still be followed and stopped.',
    exit: ExitCode.Denied,
  }),
  APPROVAL_DECLINED: wording<{ name: string }>({
    says: (f) => `"${f.name}" was not approved: nothing was started`,
    hint: () => 'To start it without being asked: --yes.',
    exit: ExitCode.Denied,
  }),
  TRUST_UNUSABLE: wording<{ file: string; reason: string }>({
    says: (f) => `cannot use ${f.file}, which holds the workflows you trust: ${f.reason}`,
    hint: () => 'Mend or remove that file; until then every workflow is asked for.',
    exit: ExitCode.RunFailed,
  }),
  EDITOR_FAILED: wording<{ editor: string; reason: string }>({
    says: (f) => `the editor \`${f.editor}\` failed: ${f.reason}`,
    hint: () => 'Name another one in VISUAL or EDITOR.',
    exit: ExitCode.RunFailed,
  }),
  WORKFLOW_NAME_REFUSED: wording<{ name: string; reason: string }>({
    says: (f) => `cannot save a workflow as ${JSON.stringify(f.name)}: ${f.reason}`,
    hint: () => 'Give another name: longhaul save RUN NAME.',
    exit: ExitCode.Usage,
  }),
  SAVE_REFUSED: wording<{ file: string; reason: string }>({
    says: (f) => `cannot save to ${f.file}: ${f.reason}`,
    exit: ExitCode.Denied,
  }),
  SAVE_EXISTS: wording<{ file: string }>({
    says: (f) => `${f.file} holds another script`,
    hint: () => 'Give another name, or --force to put this one in its place.',
    exit: ExitCode.Usage,
  }),
  NO_SUCH_WORKFLOW: wording<{ name: string; meant: string | null }>({
    says: (f) => `there is no saved workflow "${f.name}"`,
    hint: (f) => (f.meant === null ? 'To see all: longhaul workflows.' : `Did you mean ${f.meant}?`),
    exit: ExitCode.NotFound,
  }),
} as const;

import { ExitCode } from '../exit-code.js';
import { wording } from '../wording.js';

/** Errors of runs: starting, finding, controlling them. */
export const RUN_MESSAGES = {
  RUN_NOT_FOUND: wording<{ run: string; near?: string }>({
    says: (f) => `no run matches "${f.run}"`,
    hint: (f) => (f.near === undefined ? 'To see which there are: longhaul list.' : `Did you mean ${f.near}?`),
    exit: ExitCode.NotFound,
  }),
  RUN_AMBIGUOUS: wording<{ run: string; candidates: readonly string[] }>({
    says: (f) => [`"${f.run}" begins the names of several runs:`, ...f.candidates.map((run) => `  ${run}`)].join('\n'),
    hint: () => 'Give more of the name, or `last` for the run started last.',
    exit: ExitCode.Usage,
  }),
  RUN_NOT_ENDED: wording<{ run: string }>({
    says: (f) => `${f.run} has not ended yet`,
    hint: (f) => `To wait for its result: longhaul result ${f.run} --wait. What it waits for: longhaul why ${f.run}.`,
    exit: ExitCode.RunFailed,
  }),
  RUN_END_UNKNOWN: wording<{ run: string }>({
    says: (f) => `no server knows ${f.run} any more, and its record does not say how it ended`,
    hint: (f) => `To do what is left of it: longhaul resume ${f.run}.`,
    exit: ExitCode.NotFound,
  }),
  RUN_NOT_RECORDED: wording<{ run: string; place: string }>({
    says: (f) => `there is no record of ${f.run} in ${f.place}`,
    hint: () => 'Bring it there with `longhaul export` and `longhaul import`, or name the storage it is in.',
    exit: ExitCode.NotFound,
  }),
  RUN_GOES_ON: wording<{ run: string }>({
    says: (f) => `${f.run} still goes on`,
    hint: (f) =>
      `To resume it otherwise: longhaul stop ${f.run}, then again. To start another beside it: longhaul fork ${f.run}.`,
    exit: ExitCode.Usage,
  }),
  WORKSPACE_CHANGED: wording<{ run: string; folder: string }>({
    says: (f) => `files in ${f.folder} are not as ${f.run} left them`,
    hint: () => 'What is reused was made for the files as they were. To go on all the same: --workspace-changed ok.',
    exit: ExitCode.Usage,
  }),
  NOTHING_INVALIDATED: wording<{ run: string; pattern: string }>({
    says: (f) => `no agent of ${f.run} has a label that fits "${f.pattern}"`,
    exit: ExitCode.NotFound,
  }),
  BUNDLE_INVALID: wording<{ reason: string }>({
    says: (f) => `cannot import this file: ${f.reason}`,
    hint: () => 'Give a file that `longhaul export` has written, whole and unchanged.',
    exit: ExitCode.Usage,
  }),
  IMPORT_CONFLICT: wording<{ run: string }>({
    says: (f) => `the storage holds ${f.run} already, and it is another one than in this file`,
    exit: ExitCode.RunFailed,
  }),
  FILE_UNUSABLE: wording<{ file: string; reason: string }>({
    says: (f) => `cannot use ${f.file}: ${f.reason}`,
    exit: ExitCode.NotFound,
  }),
  GC_UNSUPPORTED: wording<unknown>({
    says: () => 'in this storage nothing can be removed: S3 cannot tell whether a run puts a value again meanwhile',
    hint: () => 'Keep what is there. Objects that a rule of the bucket lets expire may be needed by old runs.',
    exit: ExitCode.Usage,
  }),
  NO_PROVIDER: wording<unknown>({
    says: () => 'no key for a model provider, here or in the running worker',
    hint: () =>
      'Set ANTHROPIC_API_KEY, ANTHROPIC_AUTH_TOKEN or CLAUDE_CODE_USE_BEDROCK, _VERTEX or _FOUNDRY; or use --offline to let the scripted model answer.',
    exit: ExitCode.NotFound,
  }),
  WORKSPACE_MISSING: wording<{ folder: string }>({
    says: (f) => `there is no directory ${f.folder} for the agents to work in`,
    hint: () => 'Give an existing directory with --cwd.',
    exit: ExitCode.NotFound,
  }),
  ARGS_UNREADABLE: wording<{ source: string; reason: string }>({
    says: (f) => `cannot read args from ${f.source}: ${f.reason}`,
    hint: () => 'Give JSON itself, @FILE for a file that holds it, or - for standard input.',
    exit: ExitCode.NotFound,
  }),
  NOT_A_TERMINAL: wording<unknown>({
    says: () => 'this needs a terminal to draw on, for what is typed and for what is shown',
    hint: () => 'In pipes and logs: longhaul list, and longhaul attach RUN.',
    exit: ExitCode.Usage,
  }),
  CLIENT_CLOSED: wording<unknown>({
    says: () => 'the client was closed before it had the answer',
    hint: () => 'Runs go on: ask with another client.',
    exit: ExitCode.RunFailed,
  }),
  RUN_TERMINATED: wording<{ run: string }>({
    says: (f) => `run ${f.run} was terminated on the server`,
    exit: ExitCode.RunFailed,
  }),
  WORKFLOW_TASK_FAILING: wording<{ run: string; why: string }>({
    says: (f) => `run ${f.run} could not go on and was ended: ${f.why}`,
    hint: () =>
      'This is a fault of Longhaul or of its worker, not of the script: see docs/errors/WORKFLOW_TASK_FAILING.md.',
    exit: ExitCode.RunFailed,
  }),
  NO_WORKER: wording<{ run: string }>({
    says: (f) => `no worker answers for ${f.run}: it was not reached`,
    hint: () => 'Start one (`longhaul up`), or look why it hangs (`longhaul status`), and say it again.',
    exit: ExitCode.Unreachable,
  }),
  NO_SUCH_ASK: wording<{ run: string; agent: string | null; asking: readonly string[] }>({
    says: (f) => {
      const what = f.agent === null ? 'more than one agent asks' : `no agent "${f.agent}" asks for anything`;
      return f.asking.length === 0
        ? `${f.run}: no agent asks for anything`
        : [`${f.run}: ${what}. These ask:`, ...f.asking.map((line) => `  ${line}`)].join('\n');
    },
    hint: () => 'To see all that wait for you: longhaul inbox RUN.',
    exit: ExitCode.NotFound,
  }),
  ANSWERS_MISSING: wording<{ run: string; wanted: number; given: number }>({
    says: (f) =>
      `${f.run}: it takes ${f.wanted} answer${f.wanted === 1 ? '' : 's'}, one text a question, not ${f.given}`,
    hint: () => 'To see the questions: longhaul answer RUN. Quote a text of several words.',
    exit: ExitCode.Usage,
  }),
  NO_SUCH_AGENT: wording<{ run: string; agent: string; agents: readonly string[] }>({
    says: (f) => {
      const none = `${f.run}: there is no agent "${f.agent}"`;
      return f.agents.length === 0
        ? `${none}, nor any other`
        : [`${none}. There are:`, ...f.agents.map((line) => `  ${line}`)].join('\n');
    },
    hint: () => 'Name an agent by its number or its whole label.',
    exit: ExitCode.NotFound,
  }),
  AGENT_AMBIGUOUS: wording<{ run: string; agent: string; agents: readonly string[] }>({
    says: (f) =>
      [`${f.run}: several agents are labelled "${f.agent}":`, ...f.agents.map((line) => `  ${line}`)].join('\n'),
    hint: () => 'Name the agent by its number.',
    exit: ExitCode.Usage,
  }),
  NOTHING_TO_RAISE: wording<unknown>({
    says: () => 'no cap was given to raise',
    hint: () => 'Give the new value: --max-usd, --max-tokens, --max-duration or --max-agents.',
    exit: ExitCode.Usage,
  }),
  SETTINGS_INVALID: wording<{ file: string; reason: string }>({
    says: (f) => `cannot use ${f.file}: ${f.reason}`,
    exit: ExitCode.Usage,
  }),
  PRICE_UNKNOWN: wording<{ model: string; file: string }>({
    says: (f) => `no price is known for model "${f.model}", so a cap in dollars would not hold`,
    hint: (f) => `Use --max-tokens, or give its price under \`prices\` in ${f.file}.`,
    exit: ExitCode.Usage,
  }),
  WORKTREE_FAILED: wording<{ reason: string }>({
    says: (f) => `no git worktree for the agent: ${f.reason}`,
    exit: ExitCode.RunFailed,
  }),
  WRONG_STATE: wording<{ run: string; why: string }>({
    says: (f) => `${f.run}: ${f.why}`,
    exit: ExitCode.RunFailed,
  }),
} as const;

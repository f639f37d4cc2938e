import type { AgentOptions, Call, CallId, Scope } from './call.js';

/** What the prelude sends with an `agent` request (prelude/50-agent.js), already coerced there. */
export interface AgentRequest {
  readonly id: number;
  readonly prompt: string;
  readonly label?: string;
  readonly phase?: string;
  readonly options: AgentOptions;
}

/** Characters of a label or prompt that show; as in Claude Code, they are counted before white space is collapsed. */
const LONGEST_LABEL = 60;
/** Far above what a screen has room for, far below what a hostile script could send. */
const LONGEST_TITLE = 1_000;

/** Where a call comes from. */
interface Origin {
  /** The nested workflow, and its display group. */
  readonly scope: Scope;
  readonly group: string | null;
  /** Where the script called, in the one of its own files that it stands in. */
  readonly line: number | undefined;
}

/** The call a request stands for. Without a label the prompt serves, white space collapsed. */
export function agentCall(request: AgentRequest, id: CallId, { scope, group, line }: Origin): Call {
  return {
    kind: 'agent',
    id,
    scope,
    prompt: request.prompt,
    label: oneLine((request.label ?? request.prompt).slice(0, LONGEST_LABEL)),
    phase: scope.length > 0 || request.phase === undefined ? group : phaseTitle(request.phase),
    options: request.options,
    ...(line !== undefined && { line }),
  };
}

/** The title of a display group, as it is kept and shown. */
export function phaseTitle(title: string): string {
  return title.slice(0, LONGEST_TITLE);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

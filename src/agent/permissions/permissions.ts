/** Whether a tool call may run. */
export type Verdict =
  | { readonly kind: 'run' }
  /**
   * A person has to say; `reason` is one line for them. `rules` are allow rules, in the syntax of settings, under which
   * the call would run; absent where no rule can permit it, or none that says plainly what it permits.
   */
  | { readonly kind: 'ask'; readonly reason: string; readonly rules?: readonly string[] }
  /** `reason` is one line for the model. */
  | { readonly kind: 'deny'; readonly reason: string };

/**
 * What one agent may do: rules of the settings files, the mode, and what is dangerous whatever they say. Keeps what
 * its judgement depends on from call to call. Never throws: what cannot be judged is asked.
 */
export interface Permissions {
  /** False when a rule takes the tool away altogether: then the model is not told of it. */
  offers(tool: string): boolean;
  /** Judges calls in the order in which they are made. `input` is as the model gave it. */
  judge(tool: string, input: unknown): Promise<Verdict>;
  /** Whether a file must not show up in what Grep and Glob find. `path` is absolute. */
  hidden(path: string): boolean;
  /** Rules without effect as they are written, for whoever looks after the settings. */
  readonly ignored: readonly IgnoredRule[];
}

/** A rule that has no effect as it is written, and why. */
export interface IgnoredRule {
  readonly rule: string;
  readonly reason: string;
}

/** How calls are judged that no rule decides. As in Claude Code. */
export type PermissionMode = 'default' | 'acceptEdits' | 'plan' | 'dontAsk' | 'bypassPermissions';

/** Agents edit without being asked, unless settings say otherwise: as in Claude Code's workflows. */
export const DEFAULT_PERMISSION_MODE: PermissionMode = 'acceptEdits';

/** The permission part of one settings file, entries that are no strings left out. */
export interface PermissionLayer {
  readonly source: 'managed' | 'user' | 'project' | 'local' | 'run';
  /** Absolute path of the folder that rules beginning with `/` count from. */
  readonly root: string;
  readonly allow: readonly string[];
  readonly ask: readonly string[];
  readonly deny: readonly string[];
  readonly additionalDirectories: readonly string[];
  /** Deny and ask rules of a file that could not be read as a whole: what they seem to cover is asked. */
  readonly doubtful?: readonly string[];
}

/** What an agent's permissions are made of. Recorded when a run starts, so JSON. */
export interface PermissionSetup {
  readonly layers: readonly PermissionLayer[];
  readonly mode: PermissionMode;
}

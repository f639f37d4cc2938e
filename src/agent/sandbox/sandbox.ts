/** Keeps a command to what it may write and reach, by means of the operating system. */
export interface Sandbox {
  wrap(command: string, limits: SandboxLimits): Promise<SandboxedCommand>;
}

export interface SandboxLimits {
  /** Absolute path of the shell that runs the command. */
  readonly shell: string;
  /** Absolute paths of the only folders whose content the command may change. */
  readonly writable: readonly string[];
  /** Absolute paths in them that it may not change all the same. Those that do not exist are no obstacle. */
  readonly protected: readonly string[];
}

export interface SandboxedCommand {
  /** What to run instead: a program and its arguments. It dies with its parent. */
  readonly argv: readonly string[];
  /** Call it when the command is over. */
  readonly release: () => void;
}

/** Hosts that commands may reach, such as `example.com` and `*.example.com`. What is denied is denied for all. */
export interface NetworkRules {
  readonly allowed: readonly string[];
  readonly denied: readonly string[];
}

export type Detected =
  | { readonly kind: 'ready'; readonly sandbox: Sandbox }
  /** What is missing, one line each, fit for a person. */
  | { readonly kind: 'missing'; readonly reasons: readonly string[] };

/** One declared display group of a script. */
export interface MetaPhase {
  readonly title: string;
  readonly detail?: string;
  readonly model?: string;
}

/** The `meta` literal of a script: what it says of itself. Unknown keys are dropped here; they carry no meaning. */
export interface ScriptMeta {
  readonly name: string;
  readonly description: string;
  readonly whenToUse?: string;
  /** The model of agents that name none, where the person who starts the run names none either. */
  readonly model?: string;
  readonly phases: readonly MetaPhase[];
}

/**
 * A script that passed every static check, ready for the interpreter.
 *
 * `program` is an expression whose value is an async function: the text of the file with the meta statement replaced by
 * `(async()=>{` and blanks, so that every line and column is that of the file (I5).
 */
export interface CompiledScript {
  readonly meta: ScriptMeta;
  /** Shown in errors; never opened by the deterministic world. */
  readonly file: string;
  /** The file as written. */
  readonly text: string;
  readonly program: string;
  /** sha256 of `text`, hex. */
  readonly digest: string;
}

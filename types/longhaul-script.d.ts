// What a Longhaul script finds beside the language itself, for editors and for `// @ts-check` (docs/scripts.md).
// Declarations only: src/interpreter/prelude defines what is declared here.

/**
 * Asks an agent: a model with tools, working in the run's directory. Without a schema the answer is its last text.
 *
 * `null` when a person skipped the agent or its provider gave up for good. Throws when the schema is never met, a
 * budget or ceiling is reached, or `agentType` is unknown.
 */
declare function agent(
  prompt: unknown,
  options?: LonghaulScript.AgentOptions & { readonly schema?: undefined },
): Promise<string | null>;
/** With a schema the answer is the object it describes. A schema kept in a variable needs `@type {const}` to be read. */
declare function agent<const S extends LonghaulScript.ObjectSchema>(
  prompt: unknown,
  options: LonghaulScript.AgentOptions & { readonly schema: S },
): Promise<LonghaulScript.Described<S> | null>;

/** Starts all functions, waits for all, keeps their order. One that throws leaves `null`. At most 4,096. */
declare function parallel<const T extends readonly (() => unknown)[]>(
  thunks: T,
): Promise<{ -readonly [K in keyof T]: Awaited<ReturnType<T[K]>> | null }>;

/** Walks each item through all stages on its own. A stage that throws or returns `null` ends its item with `null`. At most 4,096 items. */
declare function pipeline<T>(items: readonly T[]): Promise<(Awaited<T> | null)[]>;
declare function pipeline<T, A>(items: readonly T[], first: LonghaulScript.Stage<T, T, A>): LonghaulScript.Walked<A>;
declare function pipeline<T, A, B>(
  items: readonly T[],
  first: LonghaulScript.Stage<T, T, A>,
  second: LonghaulScript.Stage<A, T, B>,
): LonghaulScript.Walked<B>;
declare function pipeline<T, A, B, C>(
  items: readonly T[],
  first: LonghaulScript.Stage<T, T, A>,
  second: LonghaulScript.Stage<A, T, B>,
  third: LonghaulScript.Stage<B, T, C>,
): LonghaulScript.Walked<C>;
declare function pipeline<T, A, B, C>(
  items: readonly T[],
  first: LonghaulScript.Stage<T, T, A>,
  second: LonghaulScript.Stage<A, T, B>,
  third: LonghaulScript.Stage<B, T, C>,
  ...others: LonghaulScript.Stage<unknown, T, unknown>[]
): LonghaulScript.Walked<unknown>;

/** Runs a saved workflow by its `meta.name`, or the script at a path, inside this run. Its error is thrown here. */
declare function workflow(nameOrRef: string | { readonly scriptPath: string }, args?: unknown): Promise<unknown>;

/** Sets the display group of the agents called from here on. */
declare function phase(title: string): void;

/** Writes a line on the run. */
declare function log(message: unknown): void;

/** The value the run was started with; undefined without one. Say what it is: `/** @type {{dir: string}} *\/ (args)`. */
declare var args: unknown;

/** Tokens of the run: of those already spent by agents that have answered. */
declare var budget: LonghaulScript.Budget;

/** The same as `log`, with the values as text, separated by spaces. */
declare var console: Console;
interface Console {
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  debug(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
}

/** A durable timer: it survives restarts. Milliseconds, ten years at most. */
declare function setTimeout<V extends unknown[]>(callback: (...values: V) => void, ms?: number, ...values: V): number;
declare function setTimeout(callback: (...values: never[]) => void, ms?: number): number;
declare function clearTimeout(id: number | undefined): void;

/** A deep copy. Throws for functions and other values that have none. */
declare function structuredClone<T>(value: T): T;

interface TextEncoder {
  readonly encoding: string;
  encode(text?: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, target: Uint8Array): { read: number; written: number };
}
declare var TextEncoder: { new (): TextEncoder; readonly prototype: TextEncoder };

interface URL {
  hash: string;
  host: string;
  hostname: string;
  href: string;
  password: string;
  pathname: string;
  port: string;
  protocol: string;
  search: string;
  username: string;
  readonly origin: string;
  readonly searchParams: URLSearchParams;
  toJSON(): string;
  toString(): string;
}
declare var URL: {
  new (url: string | URL, base?: string | URL): URL;
  readonly prototype: URL;
  canParse(url: string | URL, base?: string | URL): boolean;
  parse(url: string | URL, base?: string | URL): URL | null;
};

interface URLSearchParams extends Iterable<[string, string]> {
  readonly size: number;
  append(name: string, value: string): void;
  delete(name: string, value?: string): void;
  entries(): IteratorObject<[string, string]>;
  forEach(visit: (value: string, name: string, params: URLSearchParams) => void): void;
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string, value?: string): boolean;
  keys(): IteratorObject<string>;
  set(name: string, value: string): void;
  sort(): void;
  toString(): string;
  values(): IteratorObject<string>;
}
declare var URLSearchParams: {
  new (init?: string | Iterable<readonly [string, string]> | Readonly<Record<string, string>>): URLSearchParams;
  readonly prototype: URLSearchParams;
};

declare namespace LonghaulScript {
  /** The first statement of a script: `export const meta = {…}`, a pure literal. For `@type`. */
  interface Meta {
    /** What `workflow()` and the command line call it. */
    readonly name: string;
    readonly description: string;
    readonly whenToUse?: string;
    /** The model of agents that name none, unless the run is started with another. Longhaul only. */
    readonly model?: string;
    readonly phases?: readonly (
      | string
      | { readonly title: string; readonly detail?: string; readonly model?: string }
    )[];
  }

  interface AgentOptions {
    /** What screens call the agent; the beginning of the prompt unless given. */
    readonly label?: string;
    /** Display group; that of the last `phase()` unless given. */
    readonly phase?: string;
    readonly model?: 'opus' | 'sonnet' | 'haiku' | 'fable' | (string & {});
    readonly effort?: 'low' | 'medium' | 'high' | 'xhigh' | 'max';
    /** The agent works in a git worktree of its own, at the commit the run began with. */
    readonly isolation?: 'worktree';
    readonly agentType?: string;
    readonly disallowedTools?: readonly string[];
    /** Accepted; no effect so far. */
    readonly bashCommandClamp?: unknown;
    /** Silence of the provider, in milliseconds, that ends a request. */
    readonly stallMs?: number;
    /** Output tokens of one reply, at most. Longhaul only. */
    readonly maxTokens?: number;
    /** Dollars the agent may spend, at most. Longhaul only. */
    readonly maxUsd?: number;
  }

  interface Budget {
    readonly total: number | null;
    spent(): number;
    /** `Infinity` without a total. */
    remaining(): number;
  }

  /** A stage of `pipeline`. Null never reaches one: it ends the item before. */
  type Stage<From, Item, To> = (previous: Exclude<Awaited<From>, null>, item: Awaited<Item>, index: number) => To;
  type Walked<Last> = Promise<(Awaited<Last> | null)[]>;

  /** JSON Schema; keywords not named here may stand in it, too. */
  interface Schema {
    readonly type?: string | readonly string[];
    readonly enum?: readonly unknown[];
    readonly const?: unknown;
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly required?: readonly string[];
    readonly items?: Schema | readonly Schema[] | boolean;
    readonly [keyword: string]: unknown;
  }
  /** Answers are objects. */
  interface ObjectSchema extends Schema {
    readonly type: string;
  }

  /** The values a schema describes, as far as its plain keywords tell; `unknown` elsewhere. */
  type Described<S> = S extends { readonly const: infer C }
    ? C
    : S extends { readonly enum: readonly (infer E)[] }
      ? E
      : S extends { readonly type: infer T }
        ? string extends T
          ? unknown
          : T extends readonly (infer U)[]
            ? OfType<U, S>
            : OfType<T, S>
        : unknown;

  type OfType<T, S> = T extends 'string'
    ? string
    : T extends 'number' | 'integer'
      ? number
      : T extends 'boolean'
        ? boolean
        : T extends 'null'
          ? null
          : T extends 'array'
            ? ItemsOf<S>[]
            : T extends 'object'
              ? ObjectOf<S>
              : unknown;

  type ItemsOf<S> = S extends { readonly items: infer I } ? (I extends Schema ? Described<I> : unknown) : unknown;

  type ObjectOf<S> = S extends { readonly properties: infer P }
    ? { [K in keyof P as K extends RequiredOf<S> ? K : never]: Described<P[K]> } & {
        [K in keyof P as K extends RequiredOf<S> ? never : K]?: Described<P[K]>;
      }
    : Record<string, unknown>;

  type RequiredOf<S> = S extends { readonly required: readonly (infer R)[] } ? R : never;
}

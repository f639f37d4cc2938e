import type { ToolResultBlockParam } from '@anthropic-ai/sdk/resources/messages';
import * as z from 'zod';
import type { Usage } from '../../interpreter/outcome.js';
import type { Cost } from '../../workflows/cost.js';
import type { Question } from '../../workflows/ports.js';
import type { ToolDefinition } from '../model/model-client.js';
import type { Processes } from '../processes/processes.js';
import type { SeenFiles, Sighting } from './seen-files.js';

/**
 * Something an agent can do. What the model should know of a call, failures included, is in its result: `run` throws
 * for bugs only, and for `signal`. Whether the call is permitted has been decided before.
 */
export interface Tool {
  readonly name: string;
  /** The tool as the model is told of it. The same for all agents, so that siblings share a cache. */
  readonly definition: ToolDefinition;
  /** True when running it again is harmless: then it is, after a leg died with it in flight (G5). */
  readonly readOnly: boolean;
  accept(input: unknown): Accepted;
  /** `input` is what `accept` returned. */
  run(input: unknown, context: ToolContext): Promise<ToolResult>;
  /** Removes what a call has left that was cut off in its middle. `input` is what `accept` returned. */
  clearUp?(input: unknown, context: Pick<ToolContext, 'workspace'>): Promise<void>;
  /** Only of a tool that is never run, since a person answers: what its call asks. `input` is what `accept` returned. */
  questionsOf?(input: unknown): readonly Question[];
}

export type Accepted =
  | { readonly fits: true; readonly input: unknown }
  /** `mismatch` tells the model what to change. */
  | { readonly fits: false; readonly mismatch: string };

/** What a call can use of the leg it runs in. */
export interface ToolContext {
  /** Absolute path of the directory the agent works in. */
  readonly workspace: string;
  readonly signal: AbortSignal;
  /** Files as the agent last saw them, over all its legs. */
  readonly seen: SeenFiles;
  /** What the leg starts and ends. */
  readonly processes: Processes;
  /** Whether a file must be left out of what a search finds. Takes an absolute path without symbolic links. */
  readonly hidden?: (path: string) => boolean;
}

export interface ToolResult {
  readonly content: ToolContent;
  readonly isError: boolean;
  /**
   * Files as the agent has seen or left them with this call: recorded, so that later legs know. The tool itself has
   * noted them in `seen`, while no other call could change the file.
   */
  readonly saw?: readonly Sighting[];
  readonly used?: ToolUsage;
}

/** What a call has used of a model itself: it counts as used by its agent. */
export interface ToolUsage {
  readonly usage: Usage;
  readonly cost: Cost;
  readonly requests: number;
}

/** Text, or blocks where there is more to show, such as images. */
export type ToolContent = string | Exclude<NonNullable<ToolResultBlockParam['content']>, string>;

/** A tool whose input is described by a zod schema. */
export interface ToolRecipe<Input> extends Pick<Tool, 'name' | 'readOnly'> {
  readonly description: string;
  readonly input: z.ZodType<Input>;
  run(input: Input, context: ToolContext): Promise<ToolResult>;
  clearUp?(input: Input, context: Pick<ToolContext, 'workspace'>): Promise<void>;
}

export function defineTool<Input>(recipe: ToolRecipe<Input>): Tool {
  const { name, description, readOnly, input, clearUp } = recipe;
  const { $schema: _, ...schema } = z.toJSONSchema(input, { io: 'input' });
  return {
    name,
    readOnly,
    definition: { name, description, input_schema: schema as ToolDefinition['input_schema'] },
    accept(given) {
      const parsed = input.safeParse(given);
      return parsed.success
        ? { fits: true, input: parsed.data }
        : { fits: false, mismatch: z.prettifyError(parsed.error) };
    },
    run: (given, context) => recipe.run(given as Input, context),
    ...(clearUp && { clearUp: (given, context) => clearUp(given as Input, context) }),
  };
}

export function ok(content: ToolContent, saw?: readonly Sighting[]): ToolResult {
  return { content, isError: false, ...(saw && { saw }) };
}

export function refused(text: string): ToolResult {
  return { content: text, isError: true };
}

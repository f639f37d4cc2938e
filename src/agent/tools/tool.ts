import { type ZodType, z } from 'zod';
import type { ToolDefinition } from '../model/model-client.js';

/**
 * Something an agent can do. `run` gets input that fits `input`; what the model should know, failures included, is in
 * its result. It throws for bugs only, and for `signal`.
 */
export interface Tool<Input = unknown> {
  readonly name: string;
  readonly description: string;
  readonly input: ZodType<Input>;
  /** True when running it again is harmless: then it is, after a leg died with it in flight (G5). */
  readonly readOnly: boolean;
  run(input: Input, context: ToolContext): Promise<ToolResult>;
}

export interface ToolContext {
  /** Absolute path of the directory the agent works in. */
  readonly workspace: string;
  readonly signal: AbortSignal;
}

export interface ToolResult {
  readonly text: string;
  readonly isError: boolean;
}

/** Keeps the compiler's knowledge of the input while the tool joins others in a list. */
export function defineTool<Input>(tool: Tool<Input>): Tool {
  return { ...tool, input: tool.input, run: (input, context) => tool.run(input as Input, context) };
}

export function ok(text: string): ToolResult {
  return { text, isError: false };
}

export function refused(text: string): ToolResult {
  return { text, isError: true };
}

/** The tool as the model is told of it. */
export function definitionOf(tool: Tool): ToolDefinition {
  const { $schema: _, ...schema } = z.toJSONSchema(tool.input, { io: 'input' });
  return { name: tool.name, description: tool.description, input_schema: schema as ToolDefinition['input_schema'] };
}

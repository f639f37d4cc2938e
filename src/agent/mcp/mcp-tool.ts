import type { Json } from '../../interpreter/outcome.js';
import { compileSchema } from '../answer/answer-schema.js';
import { isObject } from '../answer/json-object.js';
import { type Accepted, refused, type Tool } from '../tools/tool.js';
import type { McpConnection } from './connection.js';
import { McpFailure } from './mcp-failure.js';
import { resultOf } from './mcp-result.js';
import type { OfferedTool } from './offered-tools.js';

/** A tool of an MCP server as agents use it. */
export function mcpTool(offered: OfferedTool, connection: McpConnection): Tool {
  const { name, ownName, description, schema, readOnly } = offered;
  return {
    name,
    readOnly,
    definition: { name, description, input_schema: { type: 'object', ...schema } },
    accept: (given) => accept(given as Json, offered),
    async run(input, { signal }) {
      try {
        const { result, mask } = await connection.call(ownName, input as Record<string, unknown>, signal);
        return resultOf(result, mask);
      } catch (error) {
        if (!(error instanceof McpFailure)) throw error;
        return refused(`The MCP server ${connection.server.name} ${error.message}.`);
      }
    },
  };
}

/** What cannot be judged here is left to the server. */
function accept(given: Json, { schema }: OfferedTool): Accepted {
  if (!isObject(given)) return { fits: false, mismatch: 'the input must be an object' };
  const compiled = schema === null ? null : compileSchema(schema);
  if (compiled?.kind !== 'ready') return { fits: true, input: given };
  const checked = compiled.schema.check(given);
  return checked.fits ? { fits: true, input: checked.value } : checked;
}

/** A server did not do what it was asked. The message completes "the MCP server …": one line, no secrets; parts are hostile. */
export class McpFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'McpFailure';
  }
}

import { systemReason } from '../../storage/system-error.js';
import { refused, type ToolResult } from './tool.js';

/** Does `work` on `path`; what the operating system refuses becomes a result that tells the model. */
export async function inWords(path: string, work: () => Promise<ToolResult>): Promise<ToolResult> {
  try {
    return await work();
  } catch (error) {
    const reason = systemReason(error);
    if (reason === undefined) throw error;
    return refused(`${path}: ${reason}.`);
  }
}

import { locate } from '../../workspace/contain.js';
import { refused, type ToolContext, type ToolResult } from './tool.js';

export type Place =
  | { readonly kind: 'at'; readonly path: string }
  | { readonly kind: 'refused'; readonly result: ToolResult };

/** The place in the workspace a tool was pointed at, or what to tell the model. */
export async function placeOf(path: string, { workspace }: ToolContext): Promise<Place> {
  const found = await locate(workspace, path);
  switch (found.kind) {
    case 'inside':
      return { kind: 'at', path: found.path };
    case 'outside':
      return { kind: 'refused', result: refused(`${path} is outside the workspace ${workspace}.`) };
    case 'missing':
      return { kind: 'refused', result: refused(`${path} does not exist.`) };
  }
}

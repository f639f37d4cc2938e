import { placeOf } from '../place.js';
import type { ToolContext } from '../tool.js';
import type { Files } from './files.js';

/** Removes what a call has left that was cut off while it wrote the file at `path`, as the model named it. */
export async function clearUp(path: string, context: Pick<ToolContext, 'workspace'>, files: Files): Promise<void> {
  const place = await placeOf(path, context);
  if (place.kind !== 'refused') await files.removeTorn(place.path);
}

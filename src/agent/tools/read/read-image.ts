import { contentOf, type OpenFile } from '../files/files.js';
import { ok, refused, type ToolResult } from '../tool.js';
import { type ImageType, imageSizeOf } from './image.js';

/** The Messages API takes 5 MB an image, counted in base64, which is a third longer. */
const MOST_IMAGE_BYTES = (5 * 1024 * 1024 * 3) / 4;
/** The Messages API takes no image that is wider or higher, in pixels. */
const MOST_PIXELS = 8_000;

/**
 * The image for the model to look at. What the API would not take is refused here: it would refuse all further
 * requests of the conversation, too.
 */
export async function readImage(
  file: OpenFile,
  type: ImageType,
  name: string,
  signal: AbortSignal,
): Promise<ToolResult> {
  const image = await contentOf(file, MOST_IMAGE_BYTES, signal);
  if (image === null) {
    return refused(`${name} is an image of more than 3.75 MB, the most a model is shown. Make it smaller first.`);
  }
  const size = imageSizeOf(type, image);
  if (size === null) return refused(`${name} is a damaged image: it does not say how large it is.`);
  if (Math.max(size.width, size.height) > MOST_PIXELS) {
    return refused(
      `${name} has ${size.width} x ${size.height} pixels; a model is shown at most ${MOST_PIXELS} a side.`,
    );
  }
  return ok([{ type: 'image', source: { type: 'base64', media_type: type, data: image.toString('base64') } }]);
}

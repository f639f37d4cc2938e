import type { CallToolResult } from '@modelcontextprotocol/client';
import { limitNote, limitOutput } from '../tools/limit-output.js';
import { imageSizeOf, imageTypeOf } from '../tools/read/image.js';
import type { ToolContent, ToolResult } from '../tools/tool.js';
import type { Mask } from './expand.js';
import { visibleText } from './visible-text.js';

type Block = CallToolResult['content'][number];
type ContentBlock = Exclude<ToolContent, string>[number];
type Image = Extract<ContentBlock, { type: 'image' }>;

const MOST_IMAGES = 10;
/** The Messages API takes 5 MB an image, counted in base64. */
const MOST_IMAGE_LENGTH = 5 * 1024 * 1024;
/** The Messages API takes no image that is wider or higher, in pixels. */
const MOST_PIXELS = 8_000;

/** What a server answered, as the model is told of it: text first, then images. Hostile text, within bounds. */
export function resultOf(result: CallToolResult, mask: Mask): ToolResult {
  const parts = result.content.map(partOf);
  const images = parts.flatMap((part) => (typeof part === 'string' ? [] : [part]));
  const words = parts.filter((part) => typeof part === 'string');
  const structured = result.content.length === 0 ? result.structuredContent : undefined;
  if (structured !== undefined) words.push(JSON.stringify(structured));
  if (images.length > MOST_IMAGES) words.push(`[${MOST_IMAGES} of ${images.length} images are shown.]`);

  const limited = limitOutput(visibleText(mask(words.join('\n\n'))));
  const text = limited.text + limitNote(limited, 'Ask for less at once.');
  return { content: contentOf(text, images.slice(0, MOST_IMAGES)), isError: result.isError === true };
}

function contentOf(text: string, images: readonly Image[]): ToolContent {
  if (images.length === 0) return text === '' ? 'The tool answered with nothing.' : text;
  return [...(text === '' ? [] : [{ type: 'text' as const, text }]), ...images];
}

function partOf(block: Block): string | Image {
  switch (block.type) {
    case 'text':
      return block.text;
    case 'image':
      return imageOf(block.data) ?? '[An image that cannot be shown.]';
    case 'audio':
      return `[Audio (${block.mimeType}) that cannot be played.]`;
    case 'resource_link':
      return `[Resource ${block.name}: ${block.uri}]${block.description === undefined ? '' : ` ${block.description}`}`;
    case 'resource': {
      const { resource } = block;
      if ('text' in resource) return `[Resource ${resource.uri}]\n${resource.text}`;
      return (
        imageOf(resource.blob) ?? `[Resource ${resource.uri} (${resource.mimeType ?? 'data'}) that cannot be shown.]`
      );
    }
  }
}

/**
 * What the API would not take is left out: it would refuse all further requests of the conversation, too. The type is
 * told from the image itself.
 */
function imageOf(data: string): Image | null {
  const image = Buffer.from(data, 'base64');
  const type = imageTypeOf(image);
  if (type === null) return null;
  const size = imageSizeOf(type, image);
  if (size === null || Math.max(size.width, size.height) > MOST_PIXELS) return null;
  // Written anew: what came need not be clean base64.
  const clean = image.toString('base64');
  if (clean.length > MOST_IMAGE_LENGTH) return null;
  return { type: 'image', source: { type: 'base64', media_type: type, data: clean } };
}

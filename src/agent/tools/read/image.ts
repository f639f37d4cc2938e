/** Kinds of images that models take. */
export type ImageType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';

/** What a file that begins with `head` holds, whatever its name; null for no image that models take. */
export function imageTypeOf(head: Buffer): ImageType | null {
  if (head.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (head.subarray(0, 3).toString('latin1') === '\xff\xd8\xff') return 'image/jpeg';
  if (/^GIF8[79]a$/.test(head.subarray(0, 6).toString('latin1'))) return 'image/gif';
  if (/^RIFF.{4}WEBP$/s.test(head.subarray(0, 12).toString('latin1'))) return 'image/webp';
  return null;
}

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** In pixels; null when the image does not say, so is damaged. */
export function imageSizeOf(type: ImageType, image: Buffer): ImageSize | null {
  const { from, read } = HEADERS[type];
  const size = image.length < from ? null : read(image);
  return size && size.width > 0 && size.height > 0 ? size : null;
}

interface Header {
  /** Bytes that an image has at least. */
  readonly from: number;
  read(image: Buffer): ImageSize | null;
}

const HEADERS: Readonly<Record<ImageType, Header>> = {
  'image/png': { from: 24, read: (image) => ({ width: image.readUInt32BE(16), height: image.readUInt32BE(20) }) },
  'image/gif': { from: 10, read: (image) => ({ width: image.readUInt16LE(6), height: image.readUInt16LE(8) }) },
  'image/jpeg': { from: 4, read: jpegSize },
  'image/webp': { from: 30, read: webpSize },
};

/** Length of the part of a segment that says how large a frame is. */
const FRAME_BYTES = 9;

/** Walks over the segments to the one that begins a frame. */
function jpegSize(image: Buffer): ImageSize | null {
  for (let at = 2; at + FRAME_BYTES <= image.length && image.readUInt8(at) === 0xff; ) {
    const marker = image.readUInt8(at + 1);
    if (marker === 0xff) at += 1;
    else if (isFrame(marker)) return { height: image.readUInt16BE(at + 5), width: image.readUInt16BE(at + 7) };
    else at += 2 + image.readUInt16BE(at + 2);
  }
  return null;
}

/** SOF0 to SOF15; C4, C8 and CC have other meanings. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** RFC 9649: lossy, lossless, extended. */
function webpSize(image: Buffer): ImageSize | null {
  switch (image.subarray(12, 16).toString('latin1')) {
    case 'VP8 ':
      return { width: image.readUInt16LE(26) & 0x3fff, height: image.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const bits = image.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: image.readUIntLE(24, 3) + 1, height: image.readUIntLE(27, 3) + 1 };
    default:
      return null;
  }
}

/** The smallest files of their kinds, as bytes in base64. Each image has one pixel. */
const smallest = (base64: string): Buffer => Buffer.from(base64, 'base64');

export const PNG = smallest(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
);

export const GIF = smallest('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7');

export const WEBP = smallest('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==');

/** Only as far as its frame: a header, a comment, a filler byte, the frame, the end. */
export const JPEG = Buffer.from('ffd8fffe000461 62ffffc0000b08000100010101 1100ffd9'.replaceAll(' ', ''), 'hex');

export const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n');

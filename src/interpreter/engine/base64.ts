const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Decodes padded standard base64. Own code, because the workflow sandbox has neither `atob` nor `Buffer`. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const values = new Uint8Array(128);
  for (let i = 0; i < ALPHABET.length; i++) values[ALPHABET.charCodeAt(i)] = i;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  const at = (i: number): number => values[text.charCodeAt(i)] ?? 0;
  for (let i = 0, out = 0; i < text.length; i += 4) {
    const word = (at(i) << 18) | (at(i + 1) << 12) | (at(i + 2) << 6) | at(i + 3);
    bytes[out++] = word >> 16; // writes past the end are dropped: that is the padding
    bytes[out++] = word >> 8;
    bytes[out++] = word;
  }
  return bytes;
}

import type { Excerpt } from '../../processes/output.js';
import { MOST_BYTES, MOST_LINES } from '../limit-output.js';
import { plainText } from '../plain-text.js';

/**
 * What a command printed, as the model is shown it: as much as one tool call may show. Of more the beginning and the
 * end are shown: errors stand in either.
 */
export function shownOutput({ beginning, end, dropped }: Excerpt): string {
  const whole = Buffer.concat([beginning, end]);
  if (dropped === 0 && whole.length <= MOST_BYTES) {
    const text = readable(whole);
    if (text === '') return '(No output.)';
    if (Buffer.byteLength(text) <= MOST_BYTES && text.split('\n').length <= MOST_LINES) return text;
  }
  return [...firstLines(whole), CUT, ...lastLines(whole)].join('\n');
}

/** As text, without its last line break. */
export function readable(bytes: Buffer): string {
  return plainText(new TextDecoder().decode(bytes)).replace(/\n$/, '');
}

const HALF_BYTES = MOST_BYTES / 2;
const HALF_LINES = MOST_LINES / 2;

/** Bytes that are no text take more room as text: it is cut once more. */
function firstLines(bytes: Buffer): readonly string[] {
  const text = Buffer.from(readable(bytes.subarray(0, HALF_BYTES)));
  return readable(text.subarray(0, HALF_BYTES)).split('\n').slice(0, HALF_LINES);
}

function lastLines(bytes: Buffer): readonly string[] {
  const text = Buffer.from(readable(bytes.subarray(-HALF_BYTES)));
  return readable(text.subarray(-HALF_BYTES)).split('\n').slice(-HALF_LINES);
}

const CUT = `\n[Cut here: of more than ${MOST_LINES} lines or ${MOST_BYTES / 1024} KB only the beginning and the end are shown. To see the rest, let the command write to a file and read that.]\n`;

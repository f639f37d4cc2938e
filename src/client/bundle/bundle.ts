// A run in one file: JSON lines, the first says what it is, the last is the digest of all before it.

import type { JournalLine } from '../../journal/line.js';
import type { Digest } from '../../storage/digest.js';
import type { RunEnd, RunRecord } from '../../storage/archive/run-archive.js';
import type { TranscriptRef } from '../../storage/transcript-log.js';

/** Of the layout of bundles. */
export const BUNDLE_FORMAT = 1;

export type BundleLine =
  | { readonly kind: 'longhaul-run'; readonly format: number; readonly record: RunRecord }
  | { readonly kind: 'end'; readonly end: RunEnd }
  | { readonly kind: 'journal'; readonly line: JournalLine }
  /** One conversation from its beginning: also of other runs, where this one has taken it over. */
  | { readonly kind: 'transcript'; readonly ref: TranscriptRef; readonly entries: readonly unknown[] }
  | { readonly kind: 'blob'; readonly digest: Digest; readonly base64: string }
  | { readonly kind: 'digest'; readonly sha256: Digest };

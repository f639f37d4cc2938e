// Lines of a journal as text, one JSON object a line: `started` and `result` as other tools of this kind write them, with
// `key` and `agentId`, which names the transcript of the agent, too.

import type { Outcome } from '../../interpreter/outcome.js';
import type { JournalLine } from '../../journal/line.js';
import type { BlobStore } from '../blob-store.js';
import type { Digest } from '../digest.js';

/** Characters of a value that stand in its line; a longer one is a blob. */
const LONGEST_VALUE = 64 * 1024;

/** The value of an outcome that is a blob: its JSON text. */
interface Offloaded {
  readonly status: 'ok';
  readonly blob: Digest;
}

/** One line, without its line end. */
export async function lineText(line: JournalLine, blobs: BlobStore): Promise<string> {
  const agentId = line.restarts > 0 ? `${line.call}r${line.restarts}` : String(line.call);
  if (line.type === 'started') return JSON.stringify({ ...line, agentId });
  return JSON.stringify({ ...line, agentId, outcome: await storedOutcome(line.outcome, blobs) });
}

/** What a line says; null when it is none, is torn, or its value cannot be read. */
export async function parseLine(text: string | null, blobs: BlobStore): Promise<JournalLine | null> {
  const stored = text === null ? null : parsed(text);
  if (!stored) return null;
  const { agentId: _, ...line } = stored;
  if (line.type === 'started') return line;
  const outcome = await readOutcome(line.outcome, blobs);
  return outcome && { ...line, outcome };
}

/** Digests of the blobs that lines refer to. */
export function digestsIn(text: string): readonly Digest[] {
  const stored = parsed(text);
  return stored?.type === 'result' && 'blob' in stored.outcome ? [stored.outcome.blob] : [];
}

type StoredLine = { readonly agentId: string } & (
  | Extract<JournalLine, { readonly type: 'started' }>
  | (Omit<Extract<JournalLine, { readonly type: 'result' }>, 'outcome'> & { readonly outcome: Outcome | Offloaded })
);

/** What we wrote, or nothing: a part of an object is no JSON. */
function parsed(text: string): StoredLine | null {
  try {
    const line = JSON.parse(text) as Partial<StoredLine> | null;
    return line?.type === 'started' || line?.type === 'result' ? (line as StoredLine) : null;
  } catch {
    return null;
  }
}

async function storedOutcome(outcome: Outcome, blobs: BlobStore): Promise<Outcome | Offloaded> {
  if (outcome.status !== 'ok') return outcome;
  const text = JSON.stringify(outcome.value);
  return text.length > LONGEST_VALUE ? { status: 'ok', blob: await blobs.put(Buffer.from(text)) } : outcome;
}

async function readOutcome(outcome: Outcome | Offloaded, blobs: BlobStore): Promise<Outcome | null> {
  if (!('blob' in outcome)) return outcome;
  try {
    return { status: 'ok', value: JSON.parse(Buffer.from(await blobs.get(outcome.blob)).toString()) };
  } catch {
    return null; // the line is as good as lost, and counted as that
  }
}

import type { ToolUseBlock } from '@anthropic-ai/sdk/resources/messages';
import { systemReason } from '../../storage/system-error.js';
import { type Change, replaceIn } from './edit/replacement.js';
import { contentOf } from './files/files.js';
import { localFiles } from './files/local-files.js';
import { lineDiff } from './line-diff.js';
import { placeOf } from './place.js';
import type { ToolContext } from './tool.js';

/** Characters of a detail, at most. */
const LONGEST = 8_000;
/** Of a longer one both ends are shown: what a person permits must not hide behind a long beginning. */
const HEAD = 5_000;
const TAIL = 2_900;

/** Largest file that a change is shown in, in bytes. */
const MOST_BYTES = 1024 * 1024;

export type DetailContext = Pick<ToolContext, 'workspace' | 'signal' | 'hidden'>;

/** A call in full, for the person who has to permit it: what an edit changes as a diff. Hostile text. */
export async function detailOf(
  { name, input }: Pick<ToolUseBlock, 'name' | 'input'>,
  context: DetailContext,
): Promise<string> {
  const given = isRecord(input) ? input : {};
  const { file_path, command } = given;
  if (name === 'Bash' && typeof command === 'string') return shortened(withOthers(command, given));
  const isChange = name === 'Edit' || name === 'Write';
  const change = isChange && typeof file_path === 'string' ? await changeOf(file_path, given, context) : null;
  return shortened(change ?? JSON.stringify(input, null, 2));
}

/** The command first: what else the call says must not push it out of sight. */
function withOthers(command: string, given: Given): string {
  const { command: _, ...others } = given;
  return Object.keys(others).length === 0 ? command : `${command}\n\n${JSON.stringify(others)}`;
}

/** Null where the call is not one of a change. */
async function changeOf(path: string, given: Given, context: DetailContext): Promise<string | null> {
  const { content, old_string: from, new_string: to, replace_all: all } = given;
  if (typeof content === 'string') return written(path, await textAt(path, context), content);
  if (typeof from !== 'string' || typeof to !== 'string') return null;
  return edited(path, await textAt(path, context), { from, to, all: all === true });
}

function written(path: string, file: FileText, content: string): string {
  if (file.text === null) return `${path} (${file.why})\n${lineDiff('', content) || '(empty)'}`;
  return `${path}\n${lineDiff(file.text, content) || '(nothing changes)'}`;
}

function edited(path: string, file: FileText, change: Change): string {
  const { from, to } = change;
  const changed = file.text === null || from === '' ? null : replaceIn(file.text, change, MOST_BYTES * 2);
  if (file.text !== null && changed?.kind === 'replaced') return `${path}\n${lineDiff(file.text, changed.text)}`;
  const why = file.text === null ? file.why : 'the text to replace is not in it once';
  return `${path} (${why})\n${lineDiff(from, to)}`;
}

type FileText = { readonly text: string } | { readonly text: null; readonly why: string };

/** A file as it stands, or why it is not shown. */
async function textAt(path: string, { workspace, signal, hidden }: DetailContext): Promise<FileText> {
  const place = await placeOf(path, { workspace });
  if (place.kind === 'missing') return { text: null, why: 'a new file' };
  if (place.kind === 'refused') return { text: null, why: 'it cannot be reached' };
  if (hidden?.(place.path)) return { text: null, why: 'what it holds is not to be read' };
  try {
    const file = await localFiles.open(place.path);
    if (file.kind !== 'file') return { text: null, why: 'it is not a regular file' };
    try {
      const content = await contentOf(file, MOST_BYTES, signal);
      if (content === null) return { text: null, why: 'a large file, which is not shown' };
      return content.includes(0) ? { text: null, why: 'it is not a text' } : { text: content.toString('utf8') };
    } finally {
      await file.close();
    }
  } catch (error) {
    const reason = systemReason(error);
    if (reason === undefined) throw error;
    return { text: null, why: reason };
  }
}

function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, HEAD)}\n… ${text.length - HEAD - TAIL} characters …\n${text.slice(-TAIL)}`;
}

type Given = Readonly<Record<string, unknown>>;

function isRecord(input: unknown): input is Given {
  return typeof input === 'object' && input !== null;
}

import * as z from 'zod';
import { digestOf } from '../../../storage/digest.js';
import { contentOf, type Files, noFile, type OpenFile } from '../files/files.js';
import { MOST_KNOWN_BYTES } from '../files/known-file.js';
import { localFiles } from '../files/local-files.js';
import { numberedLines } from '../files/numbered-lines.js';
import { inWords } from '../in-words.js';
import { limitNote, limitOutput, MOST_LINES } from '../limit-output.js';
import { filePath, placeOf } from '../place.js';
import { defineTool, ok, refused, type Tool, type ToolContext, type ToolResult } from '../tool.js';
import { type ImageType, imageTypeOf } from './image.js';
import { notebookText } from './notebook.js';
import { readImage } from './read-image.js';
import { isPdf, readPdf } from './read-pdf.js';
import { type LineRange, type TextView, viewText } from './text-view.js';

/** Largest text that is gone through for a part of it: some seconds. */
const MOST_TEXT_BYTES = 2 * 1024 ** 3;

const input = z.strictObject({
  file_path: filePath,
  offset: z.int().min(0).optional().describe('Line to begin with, from 1'),
  limit: z.int().min(1).optional().describe(`Lines to read; ${MOST_LINES} by default and at most`),
  pages: z.string().optional().describe('Not supported: PDFs are read whole'),
});

type ReadInput = z.infer<typeof input>;

export function createReadTool(files: Files = localFiles): Tool {
  return defineTool({
    name: 'Read',
    description: [
      'Reads a file. Each line of a text is shown with its number and a tab before it; they are no part of the file.',
      'Long texts are shown in parts: use offset and limit.',
      'Shows images (PNG, JPEG, GIF, WebP) and PDFs as they are, and Jupyter notebooks as cells with their outputs.',
    ].join(' '),
    input,
    readOnly: true,
    run: (given, context) => inWords(given.file_path, () => read(given, context, files)),
  });
}

async function read(given: ReadInput, context: ToolContext, files: Files): Promise<ToolResult> {
  const place = await placeOf(given.file_path, context);
  if (place.kind !== 'there') return place.result;
  const file = await files.open(place.path);
  if (file.kind !== 'file') return refused(noFile(given.file_path, file));
  try {
    return await show(file, place.path, given, context);
  } finally {
    await file.close();
  }
}

async function show(file: OpenFile, path: string, given: ReadInput, context: ToolContext): Promise<ToolResult> {
  const held = contentKind(file.head, path);
  switch (held.kind) {
    case 'image':
      return readImage(file, held.type, given.file_path, context.signal);
    case 'pdf':
      return readPdf(file, given, context.signal);
    case 'notebook':
      return readNotebook(file, path, given, context);
    case 'utf-16':
      return refused(`${given.file_path} is text in UTF-16, and only UTF-8 can be read.`);
    case 'binary':
      return refused(`${given.file_path} is not a text file.`);
    case 'text':
      return readText(file, path, given, context);
  }
}

type ContentKind =
  | { readonly kind: 'image'; readonly type: ImageType }
  | { readonly kind: 'pdf' | 'notebook' | 'utf-16' | 'binary' | 'text' };

/** By the first bytes, since a name may lie; only a notebook is told from other JSON by its name. */
function contentKind(head: Buffer, path: string): ContentKind {
  const type = imageTypeOf(head);
  if (type !== null) return { kind: 'image', type };
  if (isPdf(head)) return { kind: 'pdf' };
  if (/^(\xff\xfe|\xfe\xff)/.test(head.toString('latin1', 0, 2))) return { kind: 'utf-16' };
  if (head.includes(0)) return { kind: 'binary' };
  return { kind: /\.ipynb$/i.test(path) ? 'notebook' : 'text' };
}

async function readText(file: OpenFile, path: string, given: ReadInput, context: ToolContext): Promise<ToolResult> {
  if (file.size > MOST_TEXT_BYTES) return refused(`${given.file_path} is larger than 2 GB. Use Grep to search it.`);
  const range = rangeOf(given);
  const view = await viewText(file.chunks(context.signal), range, file.size);
  return shown(view, range, { path, name: given.file_path, digest: view.digest }, context);
}

/** One that cannot be parsed is shown as the text it is. */
async function readNotebook(file: OpenFile, path: string, given: ReadInput, context: ToolContext): Promise<ToolResult> {
  const content = await contentOf(file, MOST_KNOWN_BYTES, context.signal);
  const cells = content && notebookText(content.toString('utf8'));
  if (content === null || cells === null) return readText(file, path, given, context);
  const range = rangeOf(given);
  const view = await viewText([Buffer.from(cells)], range, 0);
  return shown(view, range, { path, name: given.file_path, digest: digestOf(content) }, context);
}

function rangeOf({ offset = 1, limit = MOST_LINES }: ReadInput): LineRange {
  return { offset: Math.max(1, offset), limit: Math.min(limit, MOST_LINES) };
}

interface Subject {
  readonly path: string;
  readonly name: string;
  readonly digest: string | null;
}

function shown(
  { lines, total }: TextView,
  { offset }: LineRange,
  { path, name, digest }: Subject,
  { seen }: ToolContext,
): ToolResult {
  if (lines.length === 0 && total > 0) {
    return refused(`${name} has only ${total} lines; offset ${offset} is past its end.`);
  }
  const saw = digest === null ? [] : [{ path, digest }];
  for (const sighting of saw) seen.note(sighting);
  if (total === 0) return ok(`${name} is empty.`, saw);

  const limited = limitOutput(numberedLines(lines, offset));
  const next = offset + limited.lines;
  const rest = limited.hit === null && next <= total ? `\n\n[The file goes on. Continue with offset ${next}.]` : '';
  return ok(limited.text + limitNote(limited, `Continue with offset ${next}.`) + rest, saw);
}

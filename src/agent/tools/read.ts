import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { limitNote, limitOutput, MOST_LINES } from './limit-output.js';
import { placeOf } from './place.js';
import { defineTool, ok, refused, type Tool, type ToolContext, type ToolResult } from './tool.js';

/** What Read needs of a file system. Paths are absolute and inside the workspace. */
export interface ReadOperations {
  /** Lines `offset` (from 1) to `offset + limit - 1`. Throws what the system says. */
  readLines(path: string, offset: number, limit: number, signal: AbortSignal): Promise<FileLines>;
}

export type FileLines =
  /** `total` counts the lines passed on the way: all of them unless `more`. */
  | { readonly kind: 'lines'; readonly lines: readonly string[]; readonly total: number; readonly more: boolean }
  | { readonly kind: 'directory' | 'special' | 'binary' };

/** Longest line shown whole, in characters. */
const MOST_LINE_LENGTH = 2_000;
/** How much of a file's beginning tells text from data, in bytes. */
const SNIFFED_BYTES = 8_192;

const input = z.strictObject({
  file_path: z.string().min(1).describe('Path of the file, absolute or relative to the working directory'),
  offset: z.int().min(1).optional().describe('Line to begin with, from 1'),
  limit: z.int().min(1).max(MOST_LINES).optional().describe(`Lines to read; ${MOST_LINES} by default`),
});

export function createReadTool(operations: ReadOperations = localFiles): Tool {
  return defineTool({
    name: 'Read',
    description:
      'Reads a text file. Each line is shown with its number and a tab before it. Long files are shown in parts: use offset and limit.',
    input,
    readOnly: true,
    run: (given, context) => read(given, context, operations),
  });
}

async function read(
  { file_path, offset = 1, limit = MOST_LINES }: z.infer<typeof input>,
  context: ToolContext,
  operations: ReadOperations,
): Promise<ToolResult> {
  const place = await placeOf(file_path, context);
  if (place.kind === 'refused') return place.result;
  const found = await operations.readLines(place.path, offset, limit, context.signal);
  switch (found.kind) {
    case 'directory':
      return refused(`${file_path} is a directory. Use Glob to list what is in it.`);
    case 'special':
      return refused(`${file_path} is not a regular file.`);
    case 'binary':
      return refused(`${file_path} is not a text file.`);
    case 'lines':
      return shown(file_path, offset, found);
  }
}

function shown(
  path: string,
  offset: number,
  { lines, total, more }: Extract<FileLines, { kind: 'lines' }>,
): ToolResult {
  if (total === 0) return ok(`${path} is empty.`);
  if (lines.length === 0) return refused(`${path} has only ${total} lines; offset ${offset} is past its end.`);
  const limited = limitOutput(lines.map((line, index) => numbered(offset + index, line)).join('\n'));
  const next = offset + limited.lines;
  const rest = limited.hit === null && more ? `\n\n[The file goes on. Continue with offset ${next}.]` : '';
  return ok(limited.text + limitNote(limited, `Continue with offset ${next}.`) + rest);
}

function numbered(number: number, line: string): string {
  const shownLine = line.length <= MOST_LINE_LENGTH ? line : `${line.slice(0, MOST_LINE_LENGTH)}… [line cut]`;
  return `${String(number).padStart(6)}\t${shownLine}`;
}

const localFiles: ReadOperations = {
  async readLines(path, offset, limit, signal) {
    // Opening a pipe would wait for its other end; without waiting it can be told apart by its kind.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const kind = await file.stat();
      if (kind.isDirectory()) return { kind: 'directory' };
      if (!kind.isFile()) return { kind: 'special' };
      const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFFED_BYTES), 0, SNIFFED_BYTES, 0);
      if (buffer.subarray(0, bytesRead).includes(0)) return { kind: 'binary' };

      const input = file.createReadStream({ start: 0, autoClose: false, signal });
      return await collect(createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }), offset, limit);
    } finally {
      await file.close();
    }
  },
};

async function collect(source: AsyncIterable<string>, offset: number, limit: number): Promise<FileLines> {
  const lines: string[] = [];
  let total = 0;
  for await (const line of source) {
    total += 1;
    if (total < offset) continue;
    if (lines.length === limit) return { kind: 'lines', lines, total: total - 1, more: true };
    lines.push(line);
  }
  return { kind: 'lines', lines, total, more: false };
}

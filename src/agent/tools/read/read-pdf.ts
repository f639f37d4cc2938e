import { contentOf, type OpenFile } from '../files/files.js';
import { ok, refused, type ToolResult } from '../tool.js';

/** The Messages API takes requests of 32 MB: that is 24 MB in base64, some of which the conversation needs. */
const MOST_PDF_BYTES = 20 * 1024 * 1024;

export function isPdf(head: Buffer): boolean {
  return head.subarray(0, 5).toString('latin1') === '%PDF-';
}

/** The PDF for the model to look at, whole. What the API would not take is refused here, as for images. */
export async function readPdf(
  file: OpenFile,
  { file_path, pages }: { readonly file_path: string; readonly pages?: string | undefined },
  signal: AbortSignal,
): Promise<ToolResult> {
  if (pages) return refused(`Pages of a PDF cannot be picked. Leave out pages to read all of ${file_path}.`);
  const pdf = await contentOf(file, MOST_PDF_BYTES, signal);
  if (pdf === null) {
    return refused(
      `${file_path} is a PDF of more than 20 MB, the most that fits into a request. Extract its text first.`,
    );
  }
  if (!pdf.includes('%%EOF')) return refused(`${file_path} is a damaged PDF: its end is missing.`);
  if (pdf.includes('/Encrypt')) return refused(`${file_path} is an encrypted PDF. Decrypt it first.`);
  const data = pdf.toString('base64');
  return ok([{ type: 'document', source: { type: 'base64', media_type: 'application/pdf', data } }]);
}

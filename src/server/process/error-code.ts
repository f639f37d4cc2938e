/** Whether the operating system reported this error with this code (`ENOENT`), in whichever realm it was made. */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

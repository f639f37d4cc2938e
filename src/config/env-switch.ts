/** Whether a variable switches something on, read as Claude Code reads its switches. */
export function isOn(value: string | undefined): boolean {
  return ['1', 'true', 'yes', 'on'].includes((value ?? '').trim().toLowerCase());
}

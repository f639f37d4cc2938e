// Readers of single front matter fields. A field of another type than expected counts as absent.

export function textField(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return value.trim() || undefined;
}

/** A list, or a text with commas between its items; undefined where there is neither. */
export function listField(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return itemsOf(value.split(','));
  return Array.isArray(value) ? itemsOf(value.filter((item) => typeof item === 'string')) : undefined;
}

function itemsOf(texts: readonly string[]): readonly string[] {
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}

export function countField(value: unknown): number | undefined {
  const count = typeof value === 'string' ? Number(value) : value;
  return typeof count === 'number' && Number.isSafeInteger(count) && count > 0 ? count : undefined;
}

/** Names of agent types and skills: they stand in prompts, errors and terminals. */
export function isName(name: string): boolean {
  return /^[\p{L}\p{N}_][\p{L}\p{N}_. -]{0,63}$/u.test(name);
}

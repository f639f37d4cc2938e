import type { SpendingCaps } from '../../workflows/spec.js';
import { dollarsOption, timeOption, tokensOption } from '../options/amount-options.js';

/** A cap as a person types it: `$5` or `5`, `500k` or `2M` tokens, `90m` or `2h`. Null for what is none of these. */
export function capsIn(text: string): SpendingCaps | null {
  const typed = text.trim();
  try {
    if (/[smhd]$/.test(typed)) return { maxDurationMs: timeOption(typed) };
    if (/[kM]$/.test(typed)) return { maxTokens: tokensOption(typed) };
    return { maxUsd: dollarsOption(typed) };
  } catch {
    return null;
  }
}

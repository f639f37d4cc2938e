import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LonghaulError } from './errors.js';
import { messageOf } from './message-of.js';
import type { ModelPrice, PriceTable, Rates } from './prices.js';

/** What a person sets for all runs: `settings.json` in Longhaul's folder of settings. */
export interface Settings {
  /** By model id; each goes before the price we know. */
  readonly prices: PriceTable;
}

/** Without the file nothing is set. Throws SETTINGS_INVALID. */
export async function readSettingsFile(folder: string): Promise<Settings> {
  const file = join(folder, 'settings.json');
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return '{}';
    throw invalid(file, messageOf(cause), cause);
  });
  return { prices: pricesIn(parsed(text, file), file) };
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(file, messageOf(cause), cause);
  }
}

function pricesIn(settings: unknown, file: string): PriceTable {
  if (!isRecord(settings)) throw invalid(file, 'it does not hold an object');
  const { prices = {} } = settings;
  if (!isRecord(prices)) throw invalid(file, '`prices` is not an object');
  const broken = Object.keys(prices).find((model) => !isPrice(prices[model]));
  if (broken === undefined) return prices as PriceTable;
  throw invalid(
    file,
    `prices["${broken}"] needs ${FIGURES.join(', ')} as numbers of dollars, and \`over\` within \`long\``,
  );
}

const RATES: readonly (keyof Rates)[] = ['input', 'output', 'cacheWrite', 'cacheWriteHour', 'cacheRead'];
const FIGURES: readonly (keyof ModelPrice)[] = [...RATES, 'webSearches'];

function isPrice(price: unknown): boolean {
  return hasAmounts(price, FIGURES) && (price.long === undefined || hasAmounts(price.long, [...RATES, 'over']));
}

function hasAmounts(value: unknown, names: readonly string[]): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && names.every((name) => typeof value[name] === 'number' && value[name] >= 0);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(file: string, reason: string, cause?: unknown): LonghaulError {
  return new LonghaulError('SETTINGS_INVALID', { file, reason }, { cause });
}

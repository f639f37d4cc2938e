import { InvalidArgumentError } from 'commander';

// What the amounts in options may look like. Each throws InvalidArgumentError, which commander tells.

/** `2`, `0.50`: dollars above 0. */
export function dollarsOption(text: string): number {
  const value = Number(text.replace(/^\$/, ''));
  if (/^\$?\d+(\.\d+)?$/.test(text) && value > 0) return value;
  throw new InvalidArgumentError('It must be an amount in dollars above 0, like 2.50.');
}

/** `200000`, `200k`, `1.5M`: tokens, at least 1. */
export function tokensOption(text: string): number {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([kM]?)$/.exec(text) ?? [];
  const value = Math.round(Number(digits) * ({ k: 1_000, M: 1_000_000 }[unit] ?? 1));
  if (value >= 1) return value;
  throw new InvalidArgumentError('It must be a number of tokens above 0, like 200000, 200k or 1.5M.');
}

/** `90s`, `30m`, `2h`, `1d`: as milliseconds. */
export function timeOption(text: string): number {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text) ?? [];
  const value = Number(digits) * (UNITS[unit] ?? Number.NaN);
  if (value > 0) return value;
  throw new InvalidArgumentError('It must be a time above 0, like 90s, 30m, 2h or 1d.');
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

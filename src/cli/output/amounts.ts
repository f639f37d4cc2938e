import { type Cost, costInWords } from '../../workflows/cost.js';

/** Milliseconds as a person says them: `0.4s`, `12s`, `3m 05s`, `2h 10m`, `3d 4h`. */
export function duration(ms: number): string {
  if (ms < 9_950) return `${(Math.max(0, ms) / 1_000).toFixed(1)}s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < MINUTE) return `${seconds}s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)}m ${twoDigits(seconds % MINUTE)}s`;
  const minutes = Math.round(seconds / MINUTE);
  if (seconds < DAY) return `${Math.floor(minutes / 60)}h ${twoDigits(minutes % 60)}m`;
  const hours = Math.floor(seconds / HOUR);
  return `${Math.floor(hours / 24)}d ${hours % 24}h`;
}

/** A count of tokens in three digits or so: `950`, `1.2k`, `48k`, `3.1M`. */
export function tokens(count: number): string {
  if (count < 1_000) return String(count);
  if (count < 999_500) return `${inThreeDigits(count / 1_000)}k`;
  return `${inThreeDigits(count / 1_000_000)}M`;
}

/** What is paid by the token: `1.2k tokens · $0.42`. */
export function spending(used: number, cost: Cost | undefined): string {
  return [`${tokens(used)} tokens`, ...(cost ? [costInWords(cost)] : [])].join(' · ');
}

/** `1 agent`, `2 agents`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function inThreeDigits(value: number): string {
  return value < 9.95 ? value.toFixed(1) : value.toFixed(0);
}

import type { RunStatus } from '../../../workflows/events.js';
import type { Tone } from '../text/line.js';

/** As people say it: `completed with failures`. */
export function statusWords(status: RunStatus | null): string {
  return status === null ? 'ended' : status.replaceAll('_', ' ');
}

export function statusTone(status: RunStatus | null): Tone {
  switch (status) {
    case 'running':
      return 'live';
    case 'completed':
      return 'good';
    case 'failed':
      return 'bad';
    case null:
      return 'dim';
    case 'paused':
    case 'waiting':
    case 'stopped':
    case 'completed_with_failures':
      return 'warn';
  }
}

export function isOver(status: RunStatus | null): boolean {
  return status !== 'running' && status !== 'paused' && status !== 'waiting';
}

/** So many cells, filled up to a part of the whole. */
export function bar(part: number, whole: number, cells: number): string {
  const filled = whole === 0 ? 0 : Math.floor((part / whole) * cells);
  return '█'.repeat(filled) + '░'.repeat(cells - filled);
}

import type { ConnectFlags } from '../../server/connect-options.js';
import { shellWord } from '../terminal/shell-word.js';

/** The command that starts a worker where commands with these flags find runs. */
export function workerCommand(flags: ConnectFlags): string {
  const given = (['address', 'namespace', 'profile'] as const).flatMap((name) => {
    const value = flags[name];
    return value === undefined ? [] : [`--${name} ${shellWord(value)}`];
  });
  return ['longhaul worker', ...given].join(' ');
}

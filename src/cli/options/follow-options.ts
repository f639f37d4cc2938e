import type { FollowOptions } from '../follow-run.js';
import type { OutputOptions } from './options.js';

export function followOptions({ json, output, quiet, allowFailures }: OutputOptions): FollowOptions {
  return {
    form: json ? 'json' : (output ?? 'text'),
    progress: quiet ? 'quiet' : 'shown',
    failures: allowFailures ? 'allowed' : 'count',
  };
}

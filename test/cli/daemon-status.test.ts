import { describe, expect, it } from '@jest/globals';
import { statusLines } from '../../src/cli/commands/daemon.js';
import type { DaemonInfo } from '../../src/server/daemon/record.js';
import { DAEMON } from '../support/daemon-info.js';

describe('what status says of the daemon', () => {
  it('names addresses, processes and folders of one that runs', () => {
    const text = statusLines({ at: 'running', info: DAEMON, down: [] }).join('\n');
    for (const fact of ['127.0.0.1:4000', 'http://127.0.0.1:4001', 'pid 11', 'pid 12', '/data/storage', '1.32.0']) {
      expect(text).toContain(fact);
    }
  });

  it('says whether agents have a key, and where they ask', () => {
    const provider = { key: true, cloud: null, baseUrl: 'http://proxy/' };
    const lines = (info: DaemonInfo) => statusLines({ at: 'running', info, down: [] }).join('\n');
    expect(lines(DAEMON)).toContain('Anthropic API, no key');
    expect(lines({ ...DAEMON, provider })).toContain('http://proxy/, with a key');
    expect(lines({ ...DAEMON, provider: { ...provider, cloud: 'Amazon Bedrock', baseUrl: null } })).toContain(
      'Amazon Bedrock',
    );
  });

  it('says which process is away', () => {
    const lines = statusLines({ at: 'running', info: { ...DAEMON, worker: null }, down: ['worker'] });
    expect(lines).toContain('worker     is being started again');
  });

  it.each([
    [{ at: 'stopped' }, 'does not run'],
    [{ at: 'starting', supervisor: { pid: 7, started: 's' } }, 'pid 7'],
    [{ at: 'crashed', leftovers: [{ pid: 8, started: 's' }] }, 'of it are left: pid 8'],
  ] as const)('%j is told with the next step', (status, says) => {
    expect(statusLines(status)[0]).toContain(says);
  });
});

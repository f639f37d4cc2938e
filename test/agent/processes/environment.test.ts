import { describe, expect, it } from '@jest/globals';
import { commandEnvironment, WITHHELD } from '../../../src/agent/processes/environment.js';
import { openTestProcesses } from '../../support/open-test-processes.js';

const CANARY = 'canary-5a1f';

describe('the environment of commands', () => {
  it('has no key for the model, from wherever it comes', () => {
    const names = [
      'ANTHROPIC_API_KEY',
      'ANTHROPIC_AUTH_TOKEN',
      'CLAUDE_CODE_OAUTH_TOKEN',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_BEARER_TOKEN_BEDROCK',
      'GOOGLE_APPLICATION_CREDENTIALS',
      'AZURE_CLIENT_SECRET',
      'LONGHAUL_HOME',
      'TEMPORAL_API_KEY',
    ];
    const keys = Object.fromEntries(names.map((name) => [name, CANARY]));
    expect(JSON.stringify(commandEnvironment(keys, keys))).not.toContain(CANARY);
  });

  it('has all else, the settings above ours', () => {
    const given = commandEnvironment(
      { HOME: '/home', A: '1', PAGER: 'less', NONE: undefined },
      { A: '2', GIT_EDITOR: 'vi' },
    );
    expect(given).toMatchObject({ HOME: '/home', A: '2', PAGER: 'cat', GIT_EDITOR: 'vi', LONGHAUL: '1' });
    expect(given).not.toHaveProperty('NONE');
  });

  it('says why something is withheld', () => {
    for (const { names, why } of WITHHELD) {
      expect(names).not.toEqual([]);
      expect(why).not.toBe('');
    }
  });

  it('is what a command sees', async () => {
    process.env['ANTHROPIC_API_KEY'] = CANARY;
    const processes = openTestProcesses({ env: { FROM_SETTINGS: 'yes', ANTHROPIC_AUTH_TOKEN: CANARY } });
    const shell = await processes.start('env; cat /proc/$PPID/environ /proc/$$/environ', '/');
    await shell.ended;
    delete process.env['ANTHROPIC_API_KEY'];
    const seen = shell.takeOutput().beginning.toString();
    expect(seen).toContain('FROM_SETTINGS=yes');
    expect(seen).not.toContain(CANARY);
  });
});

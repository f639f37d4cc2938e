import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { checkScript } from '../../src/script/checks.js';
import { longhaul } from '../support/longhaul.js';
import { tempFolder } from '../support/temp-folder.js';
import { META, WRONG } from './wrong-scripts.js';

describe('a wrong script gets its place, one sentence and one hint', () => {
  it.each(WRONG)('%j', (text, place, message, hint) => {
    const { problems } = checkScript({ file: 'x.js', text });
    const said = problems.map((problem) => [
      `${problem.severity} ${problem.line}:${problem.column}`,
      problem.message,
      problem.hint,
    ]);
    expect(said).toEqual([[place, message, hint]]);
  });

  it('in sentences of one line', () => {
    for (const [, , message, hint] of WRONG) expect(`${message}${hint}`).not.toMatch(/\n|^$/);
  });
});

const FILES: Readonly<Record<string, string>> = {
  'estimate.js': `${META}phase('Work');\nawait parallel(['a', 'b'].map((n) => () => agent(n, { label: n })));`,
  'endless.js': `${META}for (;;) await agent('x');`,
  'throws.js': `${META}log(1);\nnull.x;`,
  'doubtful.js': `${META}return JSON.parse(await agent('x'));`,
  'args.js': `${META}return args.dir.trim();`,
  'nests.js': `${META}await workflow('inner');`,
  'refused.js': `${META}return Date.now();`,
  '.claude/workflows/inner.js': "export const meta = { name: 'inner', description: 'd' };\nawait agent('deep down');",
};

let home = '';

beforeAll(async () => {
  home = await tempFolder();
  await mkdir(join(home, '.claude', 'workflows'), { recursive: true });
  await Promise.all(Object.entries(FILES).map(([name, text]) => writeFile(join(home, name), text)));
});

describe('longhaul check', () => {
  it.each(WRONG.filter((_, index) => index % 9 === 0))('prints it: %j', async (text, place, message, hint) => {
    await writeFile(join(home, 'wrong.js'), text);
    const { stdout, exitCode } = await longhaul(['check', 'wrong.js'], { home });
    const [severity, at] = place.split(' ');
    expect(stdout).toBe(`wrong.js:${at}: ${severity}: ${message}\n  ${hint}`);
    expect(exitCode).toBe(severity === 'error' ? 2 : 0);
  });
});

describe('longhaul check --dry-run', () => {
  const check = (...args: string[]) => longhaul(['check', '--dry-run', ...args], { home });

  it('prints the estimate of one path', async () => {
    const { stdout, stderr, exitCode } = await check('estimate.js');
    expect(stdout.split('\n')).toEqual([
      'dry run, one path with mock answers: 2 agents, 2 calls; the script returned',
      expect.stringMatching(/^  estimate: 2 agents on one path of the script, .* tokens · \$.*a guess/),
      '  Work: 2 agents',
      '  labels: a, b',
    ]);
    expect(stderr).toBe('estimate.js: no problems');
    expect(exitCode).toBe(0);
  });

  it('says that more than 2,000 calls were cut', async () => {
    expect((await check('endless.js')).stdout).toContain('2,000+ agents, 2,000+ calls; cut there');
  });

  it.each([
    ['throws.js', [], 'throws.js:3:5: error: in the dry run: TypeError', 2],
    ['doubtful.js', [], 'doubtful.js:2:18: warning: in the dry run: SyntaxError', 0],
    ['args.js', [], 'args.js:2:12: warning: in the dry run: TypeError', 0],
    ['args.js', ['--args', '{}'], 'args.js:2:16: error: in the dry run: TypeError', 2],
  ] as const)('%s %j: a fault is a problem at its line', async (file, args, says, exit) => {
    const { stdout, exitCode } = await check(file, ...args);
    expect(stdout).toContain(says);
    expect(exitCode).toBe(exit);
  });

  it('finds saved workflows from the working directory', async () => {
    const { stdout } = await check('nests.js', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      problems: [],
      dryRun: { agents: 1, calls: 2, labels: ['deep down'], ended: 'returned' },
    });
  });

  it('does not walk a script that is refused', async () => {
    const { stdout, exitCode } = await check('refused.js', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, dryRun: null });
    expect(exitCode).toBe(2);
  });

  it('takes args from standard input', async () => {
    const end = await longhaul(['check', '--dry-run', 'args.js', '--args', '-'], { home, input: '{"dir":"src"}' });
    expect(end.stderr).toBe('args.js: no problems');
  });
});

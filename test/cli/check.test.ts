import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { checkScript } from '../../src/script/checks.js';
import { longhaul } from '../support/longhaul.js';
import { tempFolder } from '../support/temp-folder.js';

const META = "export const meta = { name: 'n', description: 'd' };\n";

/** A wrong script, and the one thing that is said of it: how bad and where, what, the next step. */
const WRONG: readonly (readonly [text: string, place: string, message: string, hint: string])[] = [
  [
    'return 1;',
    'error 1:1',
    'the script has no meta: `export const meta = {…}` must be its first statement',
    "Begin the file with: export const meta = { name: 'my-workflow', description: 'what it does' }",
  ],
  [
    `const a = 1;
export const meta = { name: 'n', description: 'd' };`,
    'error 2:1',
    '`export const meta = {…}` must be the first statement of the script',
    'Move meta to the top; only comments may come before it.',
  ],
  [
    "export const meta = { name: 'n' };",
    'error 1:21',
    'meta.description must be a non-empty string',
    "Add description: '…' to meta.",
  ],
  [
    `export const meta = {
  name: '',
  description: 'd',
};`,
    'error 2:3',
    'meta.name must be a non-empty string',
    "Add name: '…' to meta.",
  ],
  [
    "export const meta = { name: 'n', description: `a ${1}` };",
    'error 1:47',
    'meta must be a pure literal, but holds a template with interpolation',
    'Write plain values: strings, numbers, booleans, null, lists and objects. End meta with a semicolon.',
  ],
  [
    "export const meta = { name: 'n', description: 'd', phases: list() };",
    'error 1:60',
    'meta must be a pure literal, but holds a function call',
    'Write plain values: strings, numbers, booleans, null, lists and objects. End meta with a semicolon.',
  ],
  [
    "export const meta = { name: 'n', ...rest };",
    'error 1:34',
    'meta must be a pure literal, but holds a spread',
    'Write plain values: strings, numbers, booleans, null, lists and objects. End meta with a semicolon.',
  ],
  [
    "export const meta = 'n';",
    'error 1:21',
    'meta must be a pure literal, but holds a value that is no object',
    'Write plain values: strings, numbers, booleans, null, lists and objects. End meta with a semicolon.',
  ],
  [
    "export const meta = { name: 'n', get description() { return 'd' } };",
    'error 1:34',
    'meta must be a pure literal, but holds a getter or setter',
    'Write plain values: strings, numbers, booleans, null, lists and objects. End meta with a semicolon.',
  ],
  [
    META + "import fs from 'fs';",
    'error 2:1',
    'import statements are not available in workflow scripts',
    'A script is one file without modules: remove the import and let agents do what it was for.',
  ],
  [
    META + "const fs = await import('fs');",
    'error 2:18',
    'import() is not available in workflow scripts',
    'A script is one file without modules: remove the import and let agents do what it was for.',
  ],
  [
    META + 'log(import.meta.url);',
    'error 2:5',
    'import.meta is not available in workflow scripts',
    'Pass what the script must know about its surroundings as args.',
  ],
  [
    META + 'export const x = 1;',
    'error 2:1',
    'export is not available in workflow scripts, except in `export const meta`',
    'Write the body as statements after meta, and return the result.',
  ],
  [
    META + 'export default 1;',
    'error 2:1',
    'export default is not available in workflow scripts, except in `export const meta`',
    'Write the body as statements after meta, and return the result.',
  ],
  [
    META + "export * from 'x';",
    'error 2:1',
    'export is not available in workflow scripts, except in `export const meta`',
    'Write the body as statements after meta, and return the result.',
  ],
  [
    META + 'return Date.now();',
    'error 2:8',
    'workflow scripts must be deterministic: Date.now is not available',
    'Pass times and seeds as args, or stamp the result after the run.',
  ],
  [
    META +
      `if (false) {
  Math.random();
}`,
    'error 3:3',
    'workflow scripts must be deterministic: Math.random is not available',
    'Pass times and seeds as args, or stamp the result after the run.',
  ],
  [
    META + 'const at = new Date();',
    'error 2:12',
    'workflow scripts must be deterministic: new Date() is not available',
    'Pass times and seeds as args, or stamp the result after the run.',
  ],
  [
    META +
      `const f = () =>
  new Date().getTime();`,
    'error 3:3',
    'workflow scripts must be deterministic: new Date() is not available',
    'Pass times and seeds as args, or stamp the result after the run.',
  ],
  [
    META + "const a: string = 'x';",
    'error 2:8',
    'syntax error: Unexpected token',
    'This looks like TypeScript. Scripts are plain JavaScript: remove types, interfaces, enums and casts.',
  ],
  [
    META + 'interface A {}',
    'error 2:1',
    "syntax error: The keyword 'interface' is reserved",
    'This looks like TypeScript. Scripts are plain JavaScript: remove types, interfaces, enums and casts.',
  ],
  [
    META + 'const a = b as string;',
    'error 2:13',
    'syntax error: Unexpected token',
    'This looks like TypeScript. Scripts are plain JavaScript: remove types, interfaces, enums and casts.',
  ],
  [
    META + 'enum A { B }',
    'error 2:1',
    "syntax error: The keyword 'enum' is reserved",
    'This looks like TypeScript. Scripts are plain JavaScript: remove types, interfaces, enums and casts.',
  ],
  [
    META + "const f = () => { await agent('x') };",
    'error 2:19',
    "syntax error: Cannot use keyword 'await' outside an async function",
    'Mark the function around it as async.',
  ],
  [
    META + "await parallel([() => agent('x');",
    'error 2:33',
    'syntax error: Unexpected token',
    'Scripts are plain JavaScript: check quotes, brackets and commas just before this place.',
  ],
  [
    META + "log('it);",
    'error 2:5',
    'syntax error: Unterminated string constant',
    'Something opened earlier is never closed: look for a missing bracket, brace, quote or backtick.',
  ],
  [
    META + 'log(“hello”);',
    'error 2:5',
    "syntax error: Unexpected character '“'",
    'Replace typographic quotes with plain ones.',
  ],
  [
    `\`\`\`js\n${META}\`\`\``,
    'error 1:1',
    'syntax error: Unexpected Markdown fence',
    'Remove the Markdown fence around the script.',
  ],
  [
    META +
      `def main():
  pass`,
    'error 2:5',
    'syntax error: Unexpected token',
    'Scripts are plain JavaScript: check quotes, brackets and commas just before this place.',
  ],
  [
    META +
      `return {
  a: 1
  b: 2
};`,
    'error 4:3',
    'syntax error: Unexpected token',
    'Scripts are plain JavaScript: check quotes, brackets and commas just before this place.',
  ],
  [
    META +
      `const x = 1;
const x = 2;`,
    'error 3:7',
    "syntax error: Identifier 'x' has already been declared",
    'Scripts are plain JavaScript: check quotes, brackets and commas just before this place.',
  ],
  [
    META + 'a <!-- b',
    'error 2:3',
    "syntax error: '<!--' begins a comment of HTML",
    'Scripts are plain JavaScript: check quotes, brackets and commas just before this place.',
  ],
  [
    META + 'return `open',
    'error 2:9',
    'syntax error: Unterminated template',
    'Something opened earlier is never closed: look for a missing bracket, brace, quote or backtick.',
  ],
  [
    META + 'const s = args!.x;',
    'error 2:15',
    'syntax error: Unexpected token',
    'This looks like TypeScript. Scripts are plain JavaScript: remove types, interfaces, enums and casts.',
  ],
  [
    META + "agent('x');",
    'warning 2:1',
    'agent() is not awaited: what still runs is cancelled when the script returns',
    'Write await agent(…), or collect the calls in parallel([…]).',
  ],
  [
    META + 'args.forEach((x) => agent(x));',
    'warning 2:21',
    'agent() is not awaited: what still runs is cancelled when the script returns',
    'Write await agent(…), or collect the calls in parallel([…]).',
  ],
  [
    META +
      `log(1);
  parallel([]);`,
    'warning 3:3',
    'parallel() is not awaited: what still runs is cancelled when the script returns',
    'Write await parallel(…), or collect the calls in parallel([…]).',
  ],
  [META + "await agnet('x');", 'warning 2:7', 'agnet is not defined', 'Did you mean agent?'],
  [
    META + "const t = require('fs');",
    'warning 2:11',
    'require is not defined',
    'It belongs to Node or browsers and is absent here: let an agent do the work.',
  ],
  [
    META + 'log(meta.name);',
    'warning 2:5',
    'meta is not defined',
    'The body does not see meta: repeat what it needs in a variable.',
  ],
  [
    META + "await fetch('x');",
    'warning 2:7',
    'fetch is not defined',
    'It belongs to Node or browsers and is absent here: let an agent do the work.',
  ],
  [
    META + "await agent('x', { lable: 'y' });",
    'warning 2:20',
    'agent() has no option lable; it is ignored',
    'Did you mean label?',
  ],
  [
    META +
      `await agent('x', {
  temperature: 1,
});`,
    'warning 3:3',
    'agent() has no option temperature; it is ignored',
    'Options are label, phase, schema, model, effort, isolation, agentType, disallowedTools, bashCommandClamp, stallMs, maxTokens, timeoutMs, maxTurns, maxUsd, workspace, host.',
  ],
  [
    META + 'while (true) {}',
    'warning 2:1',
    'this loop never ends: it has no await, break or return',
    'Give it a condition, or a way out.',
  ],
  [
    META +
      `for (;;) {
  log(1);
}`,
    'warning 2:1',
    'this loop never ends: it has no await, break or return',
    'Give it a condition, or a way out.',
  ],
];

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
  it.each([0, 16, 19, 37, 44].map((index) => WRONG[index] ?? WRONG[0]))('prints it: %j', async (row) => {
    const [text, place, message, hint] = row as (typeof WRONG)[number];
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
    ['throws.js', [], 'throws.js:3:6: error: in the dry run: TypeError', 2],
    ['doubtful.js', [], 'doubtful.js:2:20: warning: in the dry run: SyntaxError', 0],
    ['args.js', [], 'args.js:2:12: warning: in the dry run: TypeError', 0],
    ['args.js', ['--args', '{}'], 'args.js:2:17: error: in the dry run: TypeError', 2],
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

/** The first line of a script that is right so far. */
export const META = "export const meta = { name: 'n', description: 'd' };\n";

/** A wrong script, and the one thing that is said of it: how bad and where, what, the next step. */
export type WrongScript = readonly [text: string, place: string, message: string, hint: string];

/** The mistakes people and models make, from the header of the file to its loops. */
export const WRONG: readonly WrongScript[] = [
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

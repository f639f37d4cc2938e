import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { PACKAGE_ROOT } from '../../src/config/package.js';
import { runScript, scriptOf } from '../interpreter/script-host.js';
import { tempFolder } from '../support/temp-folder.js';

const TYPES = join(PACKAGE_ROOT, 'types', 'longhaul-script.d.ts');
const TSC = join(PACKAGE_ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
const HEADER = '// @ts-check\n/** @type {LonghaulScript.Meta} */\n';
const META = "export const meta = { name: 'n', description: 'd' };\n";

const GOOD: Readonly<Record<string, string>> = {
  text: "const text = await agent('x', { label: 'l', effort: 'high', model: 'opus' });\nlog(text?.trim());",
  schema: `const found = await agent('x', { schema: { type: 'object', required: ['files'], properties: {
    files: { type: 'array', items: { type: 'string' } }, kind: { enum: ['a', 'b'] }, count: { type: 'integer' } } } });
    for (const file of found?.files ?? []) log(file.trim());
    if (found?.kind === 'a') log(found.count?.toFixed(1));`,
  'schema in a variable': `const OK = /** @type {const} */ ({ type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] });
    const lines = await pipeline(['f'], (file) => agent(file, { schema: OK }), (verdict, file, i) => file.trim() + verdict.ok + i);
    log(lines.filter((line) => line !== null).map((line) => line.trim()));`,
  parallel: `const [a, b] = await parallel([() => agent('one'), async () => 5]);
    console.log(a?.trim(), b?.toFixed(2));`,
  args: "const { dir = 'src' } = /** @type {{ dir?: string }} */ (args ?? {});\nlog(dir.trim());",
  globals: `await new Promise((resolve) => setTimeout(resolve, 1_000));
    const t = setTimeout((name) => log(name.trim()), 5, 'x');
    clearTimeout(t);
    console.log(budget.remaining(), new URL('http://a/b').searchParams.get('x'), structuredClone({ a: 1 }).a);
    console.log(await workflow('other', { a: 1 }), await workflow({ scriptPath: 'x.js' }), new TextEncoder().encode('x').length);`,
};

/** A body, and what must be said of its first line. */
const BAD: readonly (readonly [body: string, code: string])[] = [
  ["(await agent('x')).length", 'TS2531'],
  ["agent('x', { lable: 'y' })", 'TS2769'],
  ["agent('x', { effort: 'huge' })", 'TS2769'],
  ["agent('x', { schema: [] })", 'TS2769'],
  ["(await agent('x', { schema: { type: 'object', properties: { a: { type: 'number' } } } }))?.b", 'TS2339'],
  ["await parallel([agent('x')])", 'TS2322'],
  ['await pipeline(5)', 'TS2345'],
  ["await pipeline(['x'], (text) => text.size)", 'TS2339'],
  ['phase()', 'TS2554'],
  ['await workflow(5)', 'TS2345'],
  ['budget.total = 5', 'TS2540'],
  ['log(args.dir)', 'TS18046'],
  ["setTimeout('x', 1)", 'TS2769'],
  ['process.exit()', 'TS2591'],
  ["await fetch('x')", 'TS2304'],
];

/** `file line code` of all that the compiler says. */
let said: readonly string[] = [];

beforeAll(async () => {
  const folder = await tempFolder();
  const files: readonly (readonly [string, string])[] = [
    ...Object.entries(GOOD).map(([name, body]) => [goodFile(name), HEADER + META + body] as const),
    ...BAD.map(([body], i) => [badFile(i), HEADER + META + body] as const),
    ['meta.js', `${HEADER}export const meta = { name: 'n' };`],
    ['return.js', `${HEADER}${META}return 1;`],
  ];
  await Promise.all(files.map(([name, text]) => writeFile(join(folder, name), text)));
  const compilerOptions = {
    ...{ allowJs: true, noEmit: true, strict: true, types: [] },
    ...{ target: 'es2023', lib: ['es2023'], module: 'esnext' },
  };
  const project = { compilerOptions, files: [TYPES, ...files.map(([name]) => name)] };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(project));
  said = await diagnose(folder);
});

describe('the types of scripts', () => {
  it.each(Object.keys(GOOD))('have nothing to say of a good script: %s', (name) => {
    expect(said.filter((line) => line.startsWith(`${goodFile(name)} `))).toEqual([]);
  });

  it.each(BAD.map(([body, code], i) => [body, code, badFile(i)] as const))(
    'find what is wrong: %s',
    (_, code, file) => {
      expect(said.filter((line) => line.startsWith(`${file} `))).toEqual([`${file} 4 ${code}`]);
    },
  );

  it('know what meta must hold', () => expect(said).toContain('meta.js 3 TS2741'));

  it('cannot allow a return at the top, the one thing that is wrong for TypeScript alone', () => {
    expect(said.filter((line) => line.startsWith('return.js '))).toEqual(['return.js 4 TS1108']);
  });

  it('are sound in themselves', () => expect(said.filter((line) => line.includes('longhaul-script'))).toEqual([]));

  it('declare nothing that a script does not find', () => {
    const declared = readFileSync(TYPES, 'utf8').matchAll(/^declare (?:function|var) (\w+)/gm);
    const names = [...new Set(Array.from(declared, ([, name]) => name))];
    const { ending } = runScript(scriptOf(`return ${JSON.stringify(names)}.filter((name) => !(name in globalThis))`));
    expect(names).toContain('agent');
    expect(ending).toEqual({ kind: 'returned', value: [] });
  });
});

function goodFile(name: string): string {
  return `good-${name.replaceAll(' ', '-')}.js`;
}

function badFile(index: number): string {
  return `bad-${index}.js`;
}

function diagnose(folder: string): Promise<readonly string[]> {
  return new Promise((resolve) => {
    // It exits with an error because of the bad scripts; what it says is all that counts.
    execFile(process.execPath, [TSC, '-p', folder, '--pretty', 'false'], { cwd: folder }, (_error, stdout) => {
      const lines = stdout.matchAll(/^(\S.*?)\((\d+),\d+\): error (TS\d+)/gm);
      resolve(Array.from(lines, ([, file, line, code]) => `${file} ${line} ${code}`));
    });
  });
}

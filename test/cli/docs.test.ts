import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { everyCommand } from '../../src/cli/completion/completed.js';
import { ExitCode } from '../../src/config/exit-code.js';
import { PACKAGE_ROOT } from '../../src/config/package.js';
import { ourProgram } from './completion/program.js';

const text = readFileSync(join(PACKAGE_ROOT, 'docs', 'cli.md'), 'utf8');

describe('docs/cli.md', () => {
  it.each(everyCommand(ourProgram()).flatMap(({ path, commands }) => (commands.length > 0 ? [] : [path])))(
    'names the command %s',
    (path) => {
      expect(text).toMatch(new RegExp(`\`longhaul ${path}[ \`]`));
    },
  );

  it('names no command that is not there', () => {
    const named = [...text.matchAll(/`longhaul ([a-z]+)/g)].map(([, name]) => name);
    const there = ourProgram().commands.map(({ name }) => name);
    expect(named.filter((name) => name !== undefined && !there.includes(name))).toEqual([]);
  });

  it('has every exit code, and no other', () => {
    const table = text.slice(text.indexOf('## Exit codes'), text.indexOf('## Environment'));
    const codes = [...table.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
    expect(codes.toSorted((a, b) => a - b)).toEqual(Object.values(ExitCode).toSorted((a, b) => a - b));
  });
});

import { describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import stringWidth from 'string-width';
import { type PanelFacts, panelLines } from '../../../src/cli/approval/panel.js';
import { compileScript } from '../../../src/script/compile.js';
import { readOutline } from '../../../src/script/outline.js';

const plain = pc.createColors(false);

const SCRIPT = `export const meta = {
  name: 'audit',
  description: 'Looks around',
  phases: [{ title: 'Find', detail: 'searches' }, { title: 'Check' }],
};
phase('Find');
agent(\`Search \${dir}\`);
agent('Check it', { phase: 'Check' });
agent('Sum up', { phase: 'Report' });
`;

function factsOf(text: string, facts: Partial<PanelFacts> = {}): PanelFacts {
  const { meta } = compileScript({ file: 'audit.js', text });
  const outline = readOutline({ file: 'audit.js', text });
  const estimate = 'estimate: 3 agents';
  const permissions = ['agents may edit files in /work (acceptEdits)'];
  return {
    meta,
    file: 'audit.js',
    text,
    outline,
    estimate,
    limits: 'some-model',
    permissions,
    trust: 'unknown',
    ...facts,
  };
}

describe('the panel', () => {
  it('says what would run, what it may take, and what it may do', () => {
    expect(panelLines(factsOf(SCRIPT), 80, plain)).toEqual([
      'Run audit?',
      '  Looks around',
      '  audit.js, 9 lines',
      '',
      '  1. Find: searches',
      '     “Search ${…}”',
      '  2. Check',
      '     “Check it”',
      '  3. Report',
      '     “Sum up”',
      '',
      '  estimate: 3 agents',
      '  some-model',
      '  agents may edit files in /work (acceptEdits)',
      '',
    ]);
  });

  it('says that a script has changed since it was trusted', () => {
    expect(panelLines(factsOf(SCRIPT, { trust: 'changed' }), 80, plain)[0]).toBe(
      'audit has changed since you trusted it here. Run it?',
    );
  });

  it('says which saved workflows may run, and that they may be what has changed', () => {
    const called = `${SCRIPT}workflow('lint');\nworkflow('test');\n`;
    expect(panelLines(factsOf(called), 80, plain)).toContain('  it may run these saved workflows: lint, test');
    expect(panelLines(factsOf(`${SCRIPT}workflow(args);`), 80, plain)).toContain('  it may run any saved workflow');
    expect(panelLines(factsOf(called, { trust: 'changed' }), 80, plain)[0]).toBe(
      'audit, or a workflow it calls, has changed since you trusted it here. Run it?',
    );
  });

  it('says that nothing is known where there is no estimate', () => {
    expect(panelLines(factsOf(SCRIPT, { estimate: null }), 80, plain)).toContain('  estimate: nothing is known');
  });

  it('says that a script wants exec, and that it holds what a terminal does not show', () => {
    const quiet = panelLines(factsOf(`\ufeff${SCRIPT.replaceAll('\n', '\r\n')}`), 80, plain).join('\n');
    expect(quiet).not.toMatch(/exec|not shown/);
    expect(panelLines(factsOf(`${SCRIPT}await exec('ls');`), 80, plain).join('\n')).toMatch(/mentions exec/);
    expect(panelLines(factsOf(`${SCRIPT}// \u202e gnp.exe`), 80, plain).join('\n')).toMatch(/which are not shown/);
  });

  it('stays short and within its columns, whatever the script', () => {
    const hostile = '\\u001b[2J\\u202e漢字\\r\\nRun it? yes '.repeat(20);
    const phases = Array.from({ length: 100 }, (_, index) => `{ title: 'phase ${index} ${hostile}' }`).join();
    const calls = Array.from({ length: 100 }, () => `agent('${hostile}', { phase: 'one' });\n`).join('');
    const text = `export const meta = { name: '${hostile}', description: '${hostile}', phases: [${phases}] };\n${calls}`;
    const lines = panelLines(factsOf(text), 40, plain);
    expect(lines.length).toBeLessThan(40);
    for (const line of lines) {
      expect(line).not.toMatch(/[\p{Cc}\u202e]/u);
      expect(stringWidth(line)).toBeLessThanOrEqual(40);
    }
  });
});

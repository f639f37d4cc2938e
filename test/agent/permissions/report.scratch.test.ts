import { it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { buildStage, MEASURED } from './measured-cases.js';
it('reports', async () => {
  const stage = buildStage();
  const rank = { run: 0, ask: 1, deny: 2 };
  const groups = new Map<string, number[]>();
  const lines: string[] = [];
  for (const m of MEASURED) {
    const g = groups.get(m.group) ?? [0, 0, 0];
    groups.set(m.group, g);
    let got: string;
    try {
      got = await stage.answer(m);
    } catch (e) {
      got = 'threw ' + (e as Error).stack;
    }
    const want = m.better ?? m.outcome;
    g[0]!++;
    if (got === want) g[1]!++;
    else {
      const s = rank[got as 'run'] > rank[want] ? 'STRICT' : 'LOOSE';
      if (s === 'LOOSE') g[2]!++;
      lines.push(
        `${s} ${m.id} ${m.mode} ${JSON.stringify(m.tool === 'Bash' ? (m.input as { command: string }).command.slice(0, 100) : [m.tool, m.input])} want=${want}${m.unsafe ? '(unsafe)' : ''} got=${got.slice(0, 300)} ${JSON.stringify(m.settings)}`,
      );
    }
  }
  stage.clear();
  writeFileSync('/tmp/perm/report.txt', [...[...groups].map(([k, v]) => `${k} ${v.join(' ')}`), ...lines].join('\n'));
}, 300000);

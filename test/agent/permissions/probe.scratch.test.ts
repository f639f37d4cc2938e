import { it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { buildStage, type MeasuredCase } from './measured-cases.js';
it('probes', async () => {
  const stage = buildStage();
  const out: string[] = [];
  let mode: string = 'default';
  let settings = {};
  for (const line of readFileSync('/tmp/perm/probes.txt', 'utf8').split('\n').filter(Boolean)) {
    if (line.startsWith('## ')) {
      const [m, s] = line.slice(3).split(/ (.*)/s);
      mode = m!;
      settings = JSON.parse(s ?? '{}');
      out.push(line);
      continue;
    }
    const [want, text] = line.split(/ (.*)/s) as [string, string];
    let tool = 'Bash';
    let input: unknown;
    if (text.startsWith('@')) {
      const [t, j] = text.slice(1).split(/ (.*)/s);
      tool = t!;
      input = JSON.parse(j!);
    } else input = { command: JSON.parse('"' + text.replace(/"/g, '\\"') + '"') };
    let got: string;
    try {
      got = await stage.answer({
        id: 'x',
        group: 'x',
        mode,
        settings,
        tool,
        input,
        outcome: 'run',
      } as unknown as MeasuredCase);
    } catch (e) {
      got = String((e as Error).stack);
    }
    if (got !== want || want === '?') out.push(`want=${want} got=${got}  ${text}`);
  }
  stage.clear();
  writeFileSync('/tmp/perm/probes.out', out.join('\n'));
}, 300000);

import { terminalLine } from '../../terminal/terminal-text.js';
import { fit, type Line, span } from '../text/line.js';
import { type Asking, askingsIn } from '../scene/scene.js';
import { askIndex } from '../ui.js';
import { wrapped } from '../text/wrap.js';
import { type Excerpt, excerpt } from './agents/agent-pane.js';
import { listLines, pointer } from './list.js';
import type { Standing } from './standing.js';

/** What agents ask of persons: who asks, and below it the chosen ask in full. */
export function askPane(standing: Standing, rows: number): Excerpt {
  const { scene, ui, size } = standing;
  const { columns } = size;
  const askings = askingsIn(scene);
  const chosen = askings[askIndex(askings, ui)];
  if (!chosen) {
    const words = scene.inbox === null ? 'asking the runs…' : 'Nothing waits for you.';
    return { lines: [...troubles(standing), [span(`  ${words}`, 'dim')]], top: 0, last: 0 };
  }
  const room = Math.max(1, Math.min(askings.length, Math.floor(rows / 3)));
  const list = listLines(askings, askIndex(askings, ui), room, (asking, isChosen) => [
    ...pointer(isChosen, true),
    ...fit(rowOf(asking, isChosen, ui.back === 'runs'), columns - 2),
  ]);
  const above = [...troubles(standing), ...list, [span('─'.repeat(columns), 'dim')]];
  const { lines, top, last } = excerpt(askText(chosen, columns), ui.scroll, rows - above.length, 'beginning');
  return { lines: [...above, ...lines], top, last };
}

function troubles({ scene, size }: Standing): readonly Line[] {
  return (scene.inbox ?? []).flatMap(({ name, unanswered }) =>
    unanswered === undefined
      ? []
      : [fit([span(terminalLine(`${name} cannot be asked: ${unanswered}`), 'bad')], size.columns)],
  );
}

function rowOf({ name, row }: Asking, isChosen: boolean, namesRun: boolean): Line {
  const { label, ask } = row;
  return [
    ...(namesRun ? [span(`${terminalLine(name)}  `, 'dim')] : []),
    span(terminalLine(label), isChosen ? 'bold' : 'plain'),
    span(`  ${terminalLine(`${ask.tool} ${ask.summary}`)}`, 'dim'),
  ];
}

/** What is not ours stands behind a bar: it cannot pass for our words. */
function askText({ row: { label, phase, ask } }: Asking, columns: number): readonly Line[] {
  const barred = (text: string): readonly Line[] =>
    wrapped(text, columns - 2).map((words) => [span('│ ', 'dim'), span(words)]);
  const where = phase === null ? '' : ` (${terminalLine(phase)})`;
  const who = [span(terminalLine(label), 'bold'), span(where, 'dim')];
  if (!ask.questions) {
    const rules = ask.rules ?? [];
    return [
      fit([...who, span(` asks to use ${terminalLine(ask.tool)}`)], columns),
      ...wrapped(ask.reason, columns).map((words) => [span(words, 'dim')]),
      ...barred(ask.detail ?? ask.summary),
      ...(rules.length > 0 ? [[span('u and w permit from then on:', 'dim')], ...barred(rules.join('\n'))] : []),
    ];
  }
  return ask.questions.flatMap(({ header, question, options, multiSelect }, index) => [
    fit([...(index === 0 ? [...who, span(' asks')] : []), span(`  ${terminalLine(header)}`, 'dim')], columns),
    ...barred(question),
    ...options.map(({ label: name, description }, at) =>
      fit([span(`  ${at + 1}  ${terminalLine(name)}`), span(`  ${terminalLine(description)}`, 'dim')], columns),
    ),
    ...(multiSelect ? [[span('  several can be chosen: 1,2', 'dim')]] : []),
  ]);
}

import { duration } from '../../output/amounts.js';
import { terminalLine } from '../../terminal/terminal-text.js';
import { hints } from '../keys/keys.js';
import { clip, fit, type Line, lineWidth, type Span, span, widthOf } from '../text/line.js';
import type { Mode } from '../ui.js';
import type { Standing } from './standing.js';

/** The last rows: what came of the last control or what is wrong, then the keys that work now or what is being typed. */
export function footer(standing: Standing): readonly Line[] {
  const { size } = standing;
  const told = news(standing);
  return [...(told ? [fit([told], size.columns)] : []), fit(keyLine(standing), size.columns)];
}

function news({ scene, now }: Standing): Span | null {
  const { lostSince, notice } = scene;
  if (lostSince !== null) {
    const seconds = Math.floor((now - lostSince) / 1_000);
    return span(`lost the server, reconnecting… (${seconds < 60 ? `${seconds}s` : duration(seconds * 1_000)})`, 'bad');
  }
  return notice && span(terminalLine(notice.text), notice.kind === 'done' ? 'good' : 'bad');
}

function keyLine(standing: Standing): Line {
  const { ui, size } = standing;
  if (ui.mode.kind !== 'browse') return promptLine(ui.mode, size.columns);
  const words = hints(standing);
  const last = words.slice(-2).join(' · ');
  let shown = '';
  for (const word of words.slice(0, -2)) {
    const more = shown === '' ? word : `${shown} · ${word}`;
    if (widthOf(`${more} · ${last}`) > size.columns) continue;
    shown = more;
  }
  return [span(shown === '' ? last : `${shown} · ${last}`, 'dim')];
}

function promptLine(mode: Exclude<Mode, { kind: 'browse' }>, columns: number): Line {
  switch (mode.kind) {
    case 'help':
      return [span('any key goes back', 'dim')];
    case 'confirm-stop':
      return [span('Stop this run for good? y/n', 'warn')];
    case 'search':
      return typing('search: ', mode.text, '  (Enter keeps it, Esc ends it)', columns);
    case 'save':
      return typing(`save as (${mode.to}): `, mode.text, '  (Tab project/personal, Enter saves)', columns);
    case 'raise':
      return typing('raise the cap to: ', mode.text, '  ($5, 500k or 2M tokens, 90m or 2h)', columns);
    case 'answer': {
      const wanted = mode.asking.row.ask.questions?.length ?? 1;
      const which = wanted === 1 ? 'answer: ' : `answer ${mode.answers.length + 1} of ${wanted}: `;
      return typing(which, mode.text, '  (a number or a text, Enter sends)', columns);
    }
  }
}

/** The end of a text that is too long is what is being typed. */
function typing(what: string, text: string, how: string, columns: number): Line {
  const room = columns - widthOf(what) - 1;
  let shown = terminalLine(text);
  while (widthOf(shown) > room) shown = [...shown].slice(1).join('');
  const line = [span(what, 'bold'), span(shown), span(' ', 'chosen')];
  return lineWidth(line) + widthOf(how) <= columns ? [...line, span(clip(how, columns), 'dim')] : line;
}

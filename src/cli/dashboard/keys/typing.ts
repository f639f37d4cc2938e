// Keys while something is being typed, or asked with yes or no.

import { answersFor } from '../../asks/answers.js';
import { capsIn } from '../caps-in.js';
import { BROWSE, type Mode, type Ui } from '../ui.js';
import { type Key, typedBy } from './key.js';
import { moved, type Step, wanted } from './step.js';

/** Any key closes the help; anything but a yes is a no. */
export function pressedIn(mode: Exclude<Mode, { kind: 'browse' }>, ui: Ui, key: Key): Step {
  switch (mode.kind) {
    case 'help':
      return moved(ui, { mode: BROWSE });
    case 'confirm-stop': {
      const isYes = typedBy(key).toLowerCase() === 'y';
      return isYes ? wanted(ui, { do: 'stop', run: mode.run }, { mode: BROWSE }) : moved(ui, { mode: BROWSE });
    }
    case 'search':
      return searched(mode, ui, key);
    case 'save':
      if (key === 'enter') {
        const { run, text: name, to } = mode;
        return wanted(ui, { do: 'save', run, name, to }, { mode: BROWSE });
      }
      if (key === 'tab') return moved(ui, { mode: { ...mode, to: mode.to === 'project' ? 'personal' : 'project' } });
      return typed(mode, ui, key);
    case 'raise': {
      const caps = key === 'enter' ? capsIn(mode.text) : null;
      return caps ? wanted(ui, { do: 'raise', run: mode.run, caps }, { mode: BROWSE }) : typed(mode, ui, key);
    }
    case 'answer':
      return key === 'enter' ? answered(mode, ui) : typed(mode, ui, key);
  }
}

type Typing = Extract<Mode, { readonly text: string }>;

function typed(mode: Typing, ui: Ui, key: Key): Step {
  if (key === 'escape') return moved(ui, { mode: BROWSE });
  return moved(ui, { mode: { ...mode, text: textAfter(mode.text, key) } });
}

/** A text is as long as it can be seen, and then some. */
const LONGEST = 2_000;

function textAfter(text: string, key: Key): string {
  if (key === 'backspace') return [...text].slice(0, -1).join('');
  return (text + typedBy(key)).slice(0, LONGEST);
}

/** The list follows what is typed at once. */
function searched(mode: Extract<Mode, { kind: 'search' }>, ui: Ui, key: Key): Step {
  if (key === 'enter') return moved(ui, { mode: BROWSE });
  const text = key === 'escape' ? '' : textAfter(mode.text, key);
  const found: Partial<Ui> = ui.at === 'runs' ? { runQuery: text } : { query: text, call: null };
  return moved(ui, { ...found, mode: key === 'escape' ? BROWSE : { kind: 'search', text } });
}

/** One text a question; with the last one they are sent. A number stands for the label of an option. */
function answered(mode: Extract<Mode, { kind: 'answer' }>, ui: Ui): Step {
  const { asking } = mode;
  if (mode.text.trim() === '') return moved(ui, {});
  const answers = [...mode.answers, mode.text];
  if (answers.length < (asking.row.ask.questions?.length ?? 0))
    return moved(ui, { mode: { ...mode, answers, text: '' } });
  const [reply] = answersFor({ rows: [asking.row], texts: answers });
  return wanted(ui, { do: 'answer', asking, answers: reply?.answers ?? answers }, { mode: BROWSE });
}

// What a person says to what agents ask.

import { type Asking, askingsIn } from '../scene/scene.js';
import { askIndex } from '../ui.js';
import type { Standing } from '../views/standing.js';
import { typedBy } from './key.js';
import { type Binding, moved, wanted } from './step.js';

export const approve: Binding = {
  keys: ['y', 'u', 'w'],
  hint: (standing) => {
    const asking = chosenAsking(standing);
    if (!asking || asking.row.ask.questions) return null;
    return asking.row.ask.rules ? 'y once · u this run · w always' : 'y once';
  },
  press(moment, key) {
    const asking = chosenAsking(moment);
    const leave = LEAVES[typedBy(key)] ?? 'once';
    const isPossible = leave === 'once' || asking?.row.ask.rules !== undefined;
    return asking && isPossible ? wanted(moment.ui, { do: 'approve', asking, for: leave }) : moved(moment.ui, {});
  },
};

const LEAVES: Readonly<Record<string, 'once' | 'run' | 'always'>> = { y: 'once', u: 'run', w: 'always' };

export const deny: Binding = {
  keys: ['n'],
  hint: (standing) => (chosenAsking(standing) ? 'n deny' : null),
  press(moment) {
    const asking = chosenAsking(moment);
    return asking ? wanted(moment.ui, { do: 'deny', asking }) : moved(moment.ui, {});
  },
};

/** Enter opens the line to type in; a digit does so, too, and is its first character. */
export const answer: Binding = {
  keys: ['enter', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  hint: (standing) => (chosenAsking(standing)?.row.ask.questions ? 'Enter or a number answers' : null),
  press(moment, key) {
    const asking = chosenAsking(moment);
    if (!asking) return moved(moment.ui, {});
    return moved(moment.ui, { mode: { kind: 'answer', asking, answers: [], text: typedBy(key) } });
  },
};

function chosenAsking({ scene, ui }: Standing): Asking | undefined {
  const askings = askingsIn(scene);
  return askings[askIndex(askings, ui)];
}

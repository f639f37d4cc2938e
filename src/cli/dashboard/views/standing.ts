import type { Scene } from '../scene/scene.js';
import type { Ui } from '../ui.js';
import type { Size } from '../text/window.js';

/** All that a screen follows from. */
export interface Standing {
  readonly scene: Scene;
  readonly ui: Ui;
  readonly size: Size;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** From so many columns on two panes stand side by side; below there is one at a time. */
const TWO_PANES_FROM = 70;

export function hasTwoPanes({ size }: Standing): boolean {
  return size.columns >= TWO_PANES_FROM;
}

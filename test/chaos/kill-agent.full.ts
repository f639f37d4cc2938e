import { describe, it } from '@jest/globals';
import { sharedStack } from '../support/shared-stack.js';
import { ALL_POINTS, killAtEach } from './agent-with-effects.js';

describe('an agent whose worker is killed', () => {
  const stack = sharedStack();

  it(
    'ends well after kills in every turn, before its reply and during its tool',
    () => killAtEach(stack(), ALL_POINTS),
    600_000,
  );
});

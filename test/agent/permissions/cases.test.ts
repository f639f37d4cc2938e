import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildStage, DEVIATIONS, MEASURED, type Stage } from './measured-cases.js';

const STRICTNESS = { run: 0, ask: 1, deny: 2 };
const MOST_DEVIATIONS = Math.floor(MEASURED.length * 0.02);

describe('permission decisions measured on Claude Code', () => {
  let stage: Stage;
  beforeAll(() => {
    stage = buildStage();
  });
  afterAll(() => stage.clear());

  const groups = [...new Set(MEASURED.map(({ group }) => group))];
  it.each(groups)('come out the same: %s', async (group) => {
    const wrong: string[] = [];
    for (const measured of MEASURED.filter((candidate) => candidate.group === group)) {
      const known = DEVIATIONS.find(({ id }) => id === measured.id);
      const expected = known?.answers ?? measured.better ?? measured.outcome;
      const answer = await stage.answer(measured);
      if (answer !== expected) wrong.push(`${measured.id}: ${answer} for ${expected}`);
    }
    expect(wrong).toEqual([]);
  });

  it('are all there', () => {
    expect(MEASURED).toHaveLength(1_523);
  });

  it('are never answered more loosely, and rarely more strictly', () => {
    expect(DEVIATIONS.length).toBeLessThanOrEqual(MOST_DEVIATIONS);
    for (const { id, answers, reason } of DEVIATIONS) {
      const measured = MEASURED.find((candidate) => candidate.id === id);
      expect(measured).toBeDefined();
      expect(STRICTNESS[answers]).toBeGreaterThan(STRICTNESS[measured?.outcome ?? 'deny']);
      expect(measured?.unsafe ?? false).toBe(false);
      expect(reason).not.toBe('');
    }
  });
});

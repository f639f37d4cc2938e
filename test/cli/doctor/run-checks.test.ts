import { describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import type { Check } from '../../../src/cli/doctor/check.js';
import { findingLines } from '../../../src/cli/doctor/finding-lines.js';
import { ok, problem, skipped, warning } from '../../../src/cli/doctor/finding.js';
import { runChecks } from '../../../src/cli/doctor/run-checks.js';
import { LonghaulError } from '../../../src/config/errors.js';
import { doctorPlace } from '../../support/doctor-place.js';

const LIMIT_MS = 60;
const PLACE = doctorPlace('/nowhere');

const fine: Check = { name: 'fine', look: async () => ok('all is well') };
const broken: Check = {
  name: 'broken',
  look: () => {
    throw new Error('boom');
  },
};
const refused: Check = {
  name: 'refused',
  look: async () => {
    throw new LonghaulError('SERVER_UNREACHABLE', { address: 'here:1', reason: 'closed' });
  },
};
const silent: Check = { name: 'silent', look: () => new Promise(() => {}) };

describe('checks', () => {
  it('one that throws or hangs is a problem of its own and harms no other', async () => {
    const found = await runChecks([broken, silent, fine], PLACE, LIMIT_MS);
    expect(found).toEqual([
      { name: 'broken', status: 'problem', says: 'it cannot be checked: boom', fix: null },
      { name: 'silent', status: 'problem', says: 'no answer within 0.06 s', fix: expect.stringContaining('again') },
      { name: 'fine', status: 'ok', says: 'all is well', fix: null },
    ]);
  });

  it('an error of ours is told with its own next step', async () => {
    expect(await runChecks([refused], PLACE, LIMIT_MS)).toMatchObject([
      { says: 'cannot reach Temporal at here:1: closed', fix: expect.stringContaining('TEMPORAL_ADDRESS') },
    ]);
  });

  it('run beside one another', async () => {
    let begun = 0;
    let release = (): void => {};
    const all = new Promise<void>((resolve) => {
      release = resolve;
    });
    const meeting: Check = {
      name: 'meeting',
      look: async () => {
        if (++begun === 3) release();
        await all;
        return ok('met');
      },
    };
    const found = await runChecks([meeting, meeting, meeting], PLACE, 5_000);
    expect(found.map(({ says }) => says)).toEqual(['met', 'met', 'met']);
  });

  it('may find several things', async () => {
    const many: Check = { name: 'many', look: async () => [ok('one'), warning('two', 'do it')] };
    expect(await runChecks([many], PLACE, LIMIT_MS)).toMatchObject([{ name: 'many' }, { name: 'many' }]);
  });
});

describe('what a person reads', () => {
  it('is a line for each finding, with what mends it below, and no name twice', () => {
    const findings = [
      { name: 'a', ...ok('fine') },
      { name: 'long', ...problem('bad', '`mend it`') },
      { name: 'long', ...warning('odd', null) },
      { name: 'b', ...skipped('not here') },
    ];
    expect(findingLines(findings, pc.createColors(false))).toEqual([
      '✔ a     fine',
      '✘ long  bad',
      '        → `mend it`',
      '!       odd',
      '- b     not here',
    ]);
  });

  it('holds nothing a terminal would obey', () => {
    const lines = findingLines(
      [{ name: 'a', ...problem('x\u001b[2Jy\nz', '\u001b]0;t\u0007run') }],
      pc.createColors(false),
    );
    expect(lines).toEqual(['✘ a  xy z', '     → run']);
  });
});

import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { usualPlace } from '../../../src/cli/report/usual-place.js';
import { RUN } from '../../support/report-story.js';

const terminal = Object.assign(new PassThrough(), { isTTY: true });
const pipe = new PassThrough();

describe('a report goes', () => {
  it.each([
    ['a page on a terminal', {}, terminal, 'longhaul-report-audit-q8r9s0tw.html'],
    ['a page in a pipe', {}, pipe, '-'],
    ['Markdown', { md: true }, terminal, '-'],
    ['JSON', { json: true }, terminal, '-'],
  ])('%s', (_what, options, stdout, place) => {
    expect(usualPlace(RUN, options, stdout)).toBe(place);
  });

  it('never out of the directory, whatever the run is called', () => {
    expect(usualPlace('lh-../../x', {}, terminal)).toMatch(/^longhaul-report-run-[a-z0-9-]+\.html$/);
  });
});

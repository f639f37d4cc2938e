import { describe, expect, it } from '@jest/globals';
import { abridged, MOST_CONVERSATIONS, readConversations } from '../../../src/cli/report/conversations.js';
import type { ConversationItem } from '../../../src/client/conversation.js';
import { LonghaulError } from '../../../src/config/errors.js';
import type { TranscriptLog } from '../../../src/storage/transcript-log.js';
import { createMemoryTranscriptLog } from '../../support/memory-transcript-log.js';
import { reportOn, RUN } from '../../support/report-story.js';

const said = (text: string): ConversationItem => ({ kind: 'said', text });

function steered(text: string) {
  return { kind: 'steered', id: text, text, by: 'anna', origin: { prompt: `asked: ${text}` } };
}

describe('conversations in a report', () => {
  it('come in the order of interest: those of agents that failed, then the largest; who said nothing has none', async () => {
    const report = reportOn({
      agents: [
        { label: 'small', from: 1, until: 2, tokens: 10 },
        { label: 'large', from: 1, until: 2, tokens: 1_000 },
        { label: 'lost', from: 1, until: 2, tokens: 1, lost: 'x' },
        { label: 'silent', from: 1, until: 2, tokens: 100 },
      ],
    });
    const transcripts = createMemoryTranscriptLog();
    for (const call of [1, 2, 3]) transcripts.entriesOf({ run: RUN, call, restarts: 0 }).push(steered(`to ${call}`));
    const told = await readConversations({ transcripts }, report);
    expect(told.map(({ agent, prompt }) => [agent.label, prompt])).toEqual([
      ['lost', 'asked: to 3'],
      ['large', 'asked: to 2'],
      ['small', 'asked: to 1'],
    ]);
  });

  it('that cannot be read say why', async () => {
    const error = new LonghaulError('STORAGE_UNREADABLE', { path: '/gone', reason: 'denied' });
    const transcripts = { read: () => Promise.reject(error) } as unknown as TranscriptLog;
    const told = await readConversations({ transcripts }, reportOn({ agents: [{ label: 'a', from: 1 }] }));
    expect(told).toMatchObject([{ items: [], unreadable: error.message }]);
  });

  it('are no more than a page can bear', async () => {
    const agents = Array.from({ length: MOST_CONVERSATIONS + 50 }, (_, index) => ({
      label: `${index}`,
      from: 1,
      until: 2,
    }));
    let reads = 0;
    const transcripts = { read: async () => [steered(`${++reads}`)] } as unknown as TranscriptLog;
    expect(await readConversations({ transcripts }, reportOn({ agents }))).toHaveLength(MOST_CONVERSATIONS);
    expect(reads).toBe(MOST_CONVERSATIONS);
  });
});

describe('a long conversation', () => {
  const size = (items: readonly (ConversationItem | number)[]): number => JSON.stringify(items).length;

  it('keeps its beginning and its end, and says how much is left out', () => {
    const items = Array.from({ length: 100 }, (_, index) => said(`${index} ${'x'.repeat(500)}`));
    const short = abridged(items, 10_000);
    expect(size(short)).toBeLessThan(10_500);
    expect(short[0]).toBe(short.find((item) => typeof item !== 'number'));
    expect(short[0]).toEqual(items[0]);
    expect(short.at(-1)).toEqual(items.at(-1));
    const left = short.find((item) => typeof item === 'number');
    expect(short).toHaveLength(100 - Number(left) + 1);
  });

  it('of huge texts keeps their beginnings and ends', () => {
    const [item] = abridged([said(`first${'x'.repeat(1_000_000)}last`)], 20_000);
    expect(item).toMatchObject({
      kind: 'said',
      text: expect.stringMatching(/^first.*characters are left out.*last$/s),
    });
    expect(size([item ?? 0])).toBeLessThan(6_000);
  });

  it('that is short stays as it is', () => {
    const items = [said('a'), said('b')];
    expect(abridged(items, 20_000)).toEqual(items);
  });
});

import { describe, expect, it } from '@jest/globals';
import { readConversation } from '../../src/client/conversation.js';
import { createMemoryTranscriptLog } from '../support/memory-transcript-log.js';

const PLACE = { run: 'lh-a-01', call: 1, restarts: 0 };
const USAGE = { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 };

describe('a conversation as people read it', () => {
  it('tells what was asked, said, called, answered and told, and goes on where it was left', async () => {
    const transcripts = createMemoryTranscriptLog();
    const reply = (content: unknown[]): unknown => ({ kind: 'reply', requests: 1, reply: { content, usage: USAGE } });
    const entries = [
      {
        ...(reply([
          { type: 'thinking', thinking: 'hm' },
          { type: 'text', text: 'I look.' },
          { type: 'tool_use', id: 't1', name: 'Bash', input: { command: 'ls  -l' } },
        ]) as object),
        origin: { request: 'r', began: 1, prompt: 'Look around.' },
      },
      { kind: 'results', results: [{ type: 'tool_result', tool_use_id: 't1', content: 'a\nb', is_error: true }] },
      { kind: 'claim', leg: 2, attempt: 1 },
      { kind: 'steered', id: 's', by: 'ann@host', text: 'hurry' },
    ];
    for (const [at, entry] of entries.entries()) await transcripts.append(PLACE, at, entry);
    const told = await readConversation({ transcripts }, PLACE);
    expect(told).toEqual({
      prompt: 'Look around.',
      next: 4,
      items: [
        { kind: 'thought', text: 'hm' },
        { kind: 'said', text: 'I look.' },
        { kind: 'tool', id: 't1', tool: 'Bash', summary: 'ls -l', input: { command: 'ls  -l' } },
        { kind: 'result', id: 't1', text: 'a\nb', failed: true },
        { kind: 'told', by: 'ann@host', text: 'hurry' },
      ],
    });
    await transcripts.append(PLACE, 4, reply([{ type: 'text', text: 'Done.' }]));
    expect(await readConversation({ transcripts }, PLACE, told.next)).toEqual({
      prompt: null,
      next: 5,
      items: [{ kind: 'said', text: 'Done.' }],
    });
  });

  it('is empty for an agent that has not begun', async () => {
    const transcripts = createMemoryTranscriptLog();
    expect(await readConversation({ transcripts }, PLACE)).toEqual({ prompt: null, items: [], next: 0 });
  });
});

import type { RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages';
import { describe, expect, it } from '@jest/globals';
import { createReplyBuilder } from '../../../../src/agent/model/reply-builder.js';
import { webSearchDefinition } from '../../../../src/agent/tools/web/web-search.js';

describe('WebSearch', () => {
  it('is bounded', () => {
    expect(webSearchDefinition()).toEqual({ type: 'web_search_20250305', name: 'web_search', max_uses: 8 });
  });

  it('leaves its blocks in the reply as they came', () => {
    const result = {
      type: 'web_search_tool_result',
      tool_use_id: 's1',
      caller: { type: 'direct' },
      content: [
        {
          type: 'web_search_result',
          url: 'https://a.example/',
          title: 'A',
          encrypted_content: 'opaque',
          page_age: null,
        },
      ],
    };
    const citation = {
      type: 'web_search_result_location',
      url: 'https://a.example/',
      title: 'A',
      encrypted_index: 'i',
      cited_text: 'six',
    };
    const builder = createReplyBuilder();
    const events = [
      { type: 'message_start', message: { usage: { input_tokens: 5, output_tokens: 1 } } },
      {
        type: 'content_block_start',
        index: 0,
        content_block: { type: 'server_tool_use', id: 's1', name: 'web_search', input: {} },
      },
      { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"query":' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '"legs"}' } },
      { type: 'content_block_stop', index: 0 },
      { type: 'content_block_start', index: 1, content_block: result },
      { type: 'content_block_stop', index: 1 },
      { type: 'content_block_start', index: 2, content_block: { type: 'text', text: '', citations: [] } },
      { type: 'content_block_delta', index: 2, delta: { type: 'text_delta', text: 'Six.' } },
      { type: 'content_block_delta', index: 2, delta: { type: 'citations_delta', citation } },
      { type: 'content_block_stop', index: 2 },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 9 } },
      { type: 'message_stop' },
    ];
    for (const event of events) builder.add(event as unknown as RawMessageStreamEvent);
    expect(builder.finish()).toMatchObject({
      content: [
        { type: 'server_tool_use', id: 's1', name: 'web_search', input: { query: 'legs' } },
        result,
        { type: 'text', text: 'Six.', citations: [citation] },
      ],
      stopReason: 'end_turn',
      unreadable: {},
    });
  });
});

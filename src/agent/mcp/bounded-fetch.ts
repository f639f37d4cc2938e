import type { FetchLike } from '@modelcontextprotocol/client';

/** Bytes of one message, or of one whole answer that is no stream of messages. */
const MOST_MESSAGE_BYTES = 10 * 1024 * 1024;

/** A `fetch` whose answers end with an error where a server sends more at once than a message may hold. */
export const boundedFetch: FetchLike = async (url, init) => {
  const response = await fetch(url, init);
  if (response.body === null) return response;
  const isStream = (response.headers.get('content-type') ?? '').startsWith('text/event-stream');
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(bound(isStream)), { status, statusText, headers });
};

/** In a stream of events an empty line ends a message, and the count begins anew. */
function bound(isStream: boolean): TransformStream<Uint8Array, Uint8Array> {
  let size = 0;
  return new TransformStream({
    transform(chunk, controller) {
      size += chunk.length;
      if (size > MOST_MESSAGE_BYTES) {
        controller.error(new Error(`the server sent more than ${MOST_MESSAGE_BYTES} bytes at once`));
        return;
      }
      controller.enqueue(chunk);
      if (isStream && endsMessage(chunk)) size = 0;
    },
  });
}

function endsMessage(chunk: Uint8Array): boolean {
  const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  return bytes.includes('\n\n') || bytes.includes('\r\n\r\n');
}

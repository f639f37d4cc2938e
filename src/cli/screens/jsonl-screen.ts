import { documentLine } from '../output/document.js';
import type { Put, Screen } from './screen.js';

/** Every event as one line of JSON. */
export function jsonlScreen(put: Put): Screen {
  return {
    show: (event) => put(documentLine('event', event, 'jsonl')),
    async close() {},
  };
}

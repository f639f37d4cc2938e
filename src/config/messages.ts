import { RUN_MESSAGES } from './messages/run.js';
import { SCRIPT_MESSAGES } from './messages/script.js';
import { SERVER_MESSAGES } from './messages/server.js';
import { STORAGE_MESSAGES } from './messages/storage.js';
import { WORKFLOW_MESSAGES } from './messages/workflow.js';
import type { Wording } from './wording.js';

export type { Wording } from './wording.js';

/** Every error code a person can meet, with its words. One file per domain; this is their sum. */
export const MESSAGES = {
  ...SCRIPT_MESSAGES,
  ...RUN_MESSAGES,
  ...SERVER_MESSAGES,
  ...STORAGE_MESSAGES,
  ...WORKFLOW_MESSAGES,
} as const;

export type ErrorCode = keyof typeof MESSAGES;
export type ErrorFields<C extends ErrorCode> = C extends ErrorCode
  ? (typeof MESSAGES)[C] extends Wording<infer F>
    ? F
    : never
  : never;

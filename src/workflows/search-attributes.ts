import { defineSearchAttributeKey } from '@temporalio/common';

/** Runs can be found by these on servers that have them registered (temporal/dev-server.json); others do without. */
export const NAME_ATTRIBUTE = defineSearchAttributeKey('LonghaulName', 'KEYWORD');
export const STATUS_ATTRIBUTE = defineSearchAttributeKey('LonghaulStatus', 'KEYWORD');

import { defineSearchAttributeKey } from '@temporalio/common';

/** Runs can be found by these on servers that have them registered (temporal/dev-server.json); others do without. */
export const NAME_ATTRIBUTE = defineSearchAttributeKey('LonghaulName', 'KEYWORD');
/** Dollars spent; absent where a part is unknown. */
export const COST_ATTRIBUTE = defineSearchAttributeKey('LonghaulCost', 'DOUBLE');
export const STATUS_ATTRIBUTE = defineSearchAttributeKey('LonghaulStatus', 'KEYWORD');

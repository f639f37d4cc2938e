import { defineSearchAttributeKey } from '@temporalio/common';

/** Runs can be found by these on servers that have them registered (temporal/dev-server.json); others do without. */
export const NAME_ATTRIBUTE = defineSearchAttributeKey('LonghaulName', 'KEYWORD');
/** Dollars spent; absent where a part is unknown. */
export const COST_ATTRIBUTE = defineSearchAttributeKey('LonghaulCost', 'DOUBLE');
export const STATUS_ATTRIBUTE = defineSearchAttributeKey('LonghaulStatus', 'KEYWORD');
/** The phase the script is in; absent before it named one. */
export const PHASE_ATTRIBUTE = defineSearchAttributeKey('LonghaulPhase', 'KEYWORD');
/** Tool calls and questions that wait for a person. */
export const ASKS_ATTRIBUTE = defineSearchAttributeKey('LonghaulAsks', 'INT');

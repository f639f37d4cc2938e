import type { PermissionMode } from '../permissions/permissions.js';

/** How much a mode lets through without a rule: the more, the higher. */
const FREEDOM: Readonly<Record<PermissionMode, number>> = {
  plan: 0,
  dontAsk: 0,
  default: 1,
  acceptEdits: 2,
  bypassPermissions: 3,
};

/** A mode that an agent type may ask for; null for what is none, or would widen what agents may do by default. */
export function narrowingMode(text: string | undefined): PermissionMode | null {
  return text === 'plan' || text === 'dontAsk' || text === 'default' ? text : null;
}

/** The mode of an agent: that of its type where it lets less through than that of the run. */
export function narrower(run: PermissionMode, type: PermissionMode | null): PermissionMode {
  return type !== null && FREEDOM[type] < FREEDOM[run] ? type : run;
}

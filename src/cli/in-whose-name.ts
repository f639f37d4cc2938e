import { hostname, userInfo } from 'node:os';

/** Whoever sits here: in their name runs are told what to do. */
export function inWhoseName(): string {
  return `${userInfo().username}@${hostname()}`;
}

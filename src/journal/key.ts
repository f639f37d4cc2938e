// Keys of calls: what a call asks for, as a digest, so that a later run finds it again wherever it stands by then.
//
// K1  Equal calls of one run get different keys: the n-th of them in the order in which they are issued has the number n.
// K2  A key depends on what changes the work and on nothing else: not on the call's number, its label, its phase, or how
//     long, how often and for how much an agent may try.
// K3  Calls of nested workflows stand in the workflow's name, without its number among equal ones: that would change for
//     all with each `workflow()` that is put before them. K1 tells their calls apart.
// K4  A key that was written once means the same for ever: what changes this text makes every journal worthless.

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Call } from '../interpreter/call.js';
import type { CallKey } from './line.js';

/** A key that is worked out when somebody asks for it: of calls that never begin nobody does, and a digest takes 15 µs. */
export type LazyKey = () => CallKey;

/** Characters of a call's content up to which it is compared as it is. */
const LONGEST_CONTENT = 500;

/** The keys of one run's calls, to be asked for once a call and in the order in which they are issued. */
export class Keys {
  private readonly times = new Map<string, number>();

  next(call: Call): LazyKey {
    const text = JSON.stringify(contentOf(call));
    const isShort = text.length <= LONGEST_CONTENT;
    const content = isShort ? text : digestOf(text);
    const occurrence = (this.times.get(content) ?? 0) + 1;
    this.times.set(content, occurrence);
    return () => keyOfContent(isShort ? digestOf(content) : content, occurrence);
  }
}

/** The key of a call that is the `occurrence`-th of its kind, from 1. The call as the script made it (K2). */
export function keyOf(call: Call, occurrence: number): CallKey {
  return keyOfContent(digestOf(JSON.stringify(contentOf(call))), occurrence);
}

function keyOfContent(content: string, occurrence: number): CallKey {
  return digestOf(JSON.stringify([content, occurrence]));
}

/** SHA-256 in hex. */
function digestOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** What is absent becomes null in JSON, so that each part keeps its place. */
function contentOf(call: Call): readonly unknown[] {
  const scope = call.scope.map((name) => name.replace(/ #\d+$/, '')); // K3
  switch (call.kind) {
    case 'agent': {
      const { schema, model, effort, agentType, isolation, disallowedTools, bashCommandClamp, maxTokens } =
        call.options;
      const options = [schema, model, effort, agentType, isolation, disallowedTools, bashCommandClamp, maxTokens];
      return [call.kind, scope, call.prompt, options];
    }
    case 'timer':
      return [call.kind, scope, call.ms];
    case 'workflow':
      return [call.kind, scope, call.ref];
  }
}

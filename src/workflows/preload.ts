// Loaded once per workflow thread, before any run (src/worker/bundle.ts): what all runs of a thread share.

import '../interpreter/engine/boot.js';

/**
 * The SDK notes a stack for every promise a workflow makes, to answer the query `__stack_trace`: half of a run's time
 * (measured, 1,000 agents), for a trace of our engine that tells nobody where a script waits. Its promise hook asks a
 * promise's constructor for the workflow it belongs to; with no answer it notes nothing.
 */
Object.defineProperty(Promise, 'constructor', { value: () => () => undefined });

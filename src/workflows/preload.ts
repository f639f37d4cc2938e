// Loaded once per workflow thread, before any run (src/worker/bundle.ts): what all runs of a thread share.

import '../interpreter/engine/boot.js';

/**
 * The SDK notes a stack for every promise a workflow makes; formatting whole stacks was half of a run's time (measured, 1,000 agents).
 * Two frames are enough to see where a bug of ours was thrown.
 */
Error.stackTraceLimit = 2;

// The names of the dialect, as DIALECT.md lists them.

/** Functions of the dialect that start a call and return a promise. */
export const CALLING_GLOBALS = words('agent parallel pipeline workflow exec ask');

/** Every name a script can use without declaring it. */
export const KNOWN_GLOBALS: readonly string[] = [
  ...CALLING_GLOBALS,
  ...words('phase log args budget console setTimeout clearTimeout URL URLSearchParams structuredClone TextEncoder'),
  ...words('globalThis undefined NaN Infinity eval isFinite isNaN parseFloat parseInt escape unescape'),
  ...words('decodeURI decodeURIComponent encodeURI encodeURIComponent'),
  ...words('Object Function Boolean Symbol Number BigInt String RegExp Date Math JSON Intl'),
  ...words('Array Map Set WeakMap WeakSet Promise Proxy Reflect Iterator DisposableStack AsyncDisposableStack'),
  ...words('Error AggregateError EvalError RangeError ReferenceError SuppressedError SyntaxError TypeError URIError'),
  ...words('ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array'),
  ...words('Uint32Array Float16Array Float32Array Float64Array BigInt64Array BigUint64Array'),
];

/** Names of Node and of browsers that scripts are often written with, and that do not exist here. */
export const HOST_GLOBALS: readonly string[] = [
  ...words('process require module exports Buffer global __dirname __filename fs path os fetch XMLHttpRequest'),
  ...words('AbortController crypto performance navigator document window self WebAssembly SharedArrayBuffer Atomics'),
  ...words('Worker WeakRef FinalizationRegistry Bun Deno atob btoa TextDecoder'),
  ...words('setInterval clearInterval setImmediate clearImmediate queueMicrotask'),
];

/** Options that `agent()` understands. */
export const AGENT_OPTIONS: readonly string[] = [
  ...words('label phase schema model effort isolation agentType disallowedTools bashCommandClamp stallMs'),
  ...words('maxTokens timeoutMs maxTurns maxUsd workspace host'),
];

function words(text: string): readonly string[] {
  return text.split(' ');
}

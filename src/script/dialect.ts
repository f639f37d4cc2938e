// The names of the dialect, as DIALECT.md lists them.

/** Functions of the dialect that start a call and return a promise. */
export const CALLING_GLOBALS: readonly string[] = ['agent', 'parallel', 'pipeline', 'workflow', 'exec', 'ask'];

/** Every name a script can use without declaring it. */
export const KNOWN_GLOBALS: readonly string[] = [
  ...CALLING_GLOBALS,
  ...['phase', 'log', 'args', 'budget', 'console', 'setTimeout', 'clearTimeout'],
  ...['URL', 'structuredClone', 'TextEncoder'],
  ...['globalThis', 'undefined', 'NaN', 'Infinity', 'eval'],
  ...['isFinite', 'isNaN', 'parseFloat', 'parseInt', 'escape', 'unescape'],
  ...['decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent'],
  ...[
    'Object',
    'Function',
    'Boolean',
    'Symbol',
    'Number',
    'BigInt',
    'String',
    'RegExp',
    'Date',
    'Math',
    'JSON',
    'Intl',
  ],
  ...['Array', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Promise', 'Proxy', 'Reflect', 'Iterator'],
  ...['DisposableStack', 'AsyncDisposableStack'],
  ...['Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SuppressedError'],
  ...['SyntaxError', 'TypeError', 'URIError'],
  ...['ArrayBuffer', 'DataView', 'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array'],
  ...['Int32Array', 'Uint32Array', 'Float16Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array'],
];

/** Names of Node and of browsers that scripts are often written with, and that do not exist here. */
export const HOST_GLOBALS: readonly string[] = [
  ...['process', 'require', 'module', 'exports', 'Buffer', 'global', '__dirname', '__filename', 'fs', 'path', 'os'],
  ...['fetch', 'XMLHttpRequest', 'AbortController', 'crypto', 'performance', 'navigator', 'document', 'window', 'self'],
  ...[
    'WebAssembly',
    'SharedArrayBuffer',
    'Atomics',
    'Worker',
    'WeakRef',
    'FinalizationRegistry',
    'Bun',
    'Deno',
    'atob',
  ],
  ...['btoa', 'setInterval', 'clearInterval', 'setImmediate', 'queueMicrotask', 'TextDecoder'],
];

/** Options that `agent()` understands. */
export const AGENT_OPTIONS: readonly string[] = [
  ...['label', 'phase', 'schema', 'model', 'effort', 'isolation', 'agentType', 'disallowedTools', 'bashCommandClamp'],
  ...['stallMs', 'maxTokens', 'timeoutMs', 'maxTurns', 'maxUsd', 'workspace', 'host'],
];

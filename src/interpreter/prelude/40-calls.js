// Calls: what the script waits for, and how the host answers.

/** Calls issued and not yet settled: local number to the functions that settle them. */
const pending = new Map();
let lastCall = 0;

/** Tokens spent by calls settled so far, and the target. Shared by the realms of one run: a nested workflow gets its parent's. */
let meterOfRun = { spent: 0, total: null, waits: false };

/** Asks the host for something, from the place that a stack shows; the promise settles with the call's outcome. */
function issue(kind, request, stack) {
  const id = ++lastCall;
  return new Promise((resolve, reject) => {
    pending.set(id, { resolve, reject });
    host(kind, stringify({ ...request, id }), stack);
  });
}

/** An `ok` call settles with what was given before this entry. */
function settle({ id, spent, status, message, code, seen }) {
  const call = pending.get(id);
  if (!call) return;
  pending.delete(id);
  meterOfRun.spent += spent;
  if (status === 'ok') answer(call);
  else if (seen === 'exception') call.reject(callError(message, code));
  else call.resolve(null);
}

function answer(call) {
  if ('value' in given) call.resolve(given.value);
  else call.reject(callError('the answer is nested too deeply to be handed to a script', 'VALUE_TOO_LARGE'));
  given = undefined;
}

/** An Error of this realm with nothing enumerable on it; `code` says which outcome it is. */
function callError(message, code) {
  const error = new Error(message);
  define(error, 'code', code);
  return error;
}

function log(message) {
  host('log', stringify(textOf(message)));
}

function phase(title) {
  host('phase', stringify(String(title)));
}

const writer =
  (prefix) =>
  (...values) =>
    host('log', stringify(prefix + values.map(textOf).join(' ')));

const console = {
  log: writer(''),
  info: writer(''),
  debug: writer(''),
  warn: writer('[warn] '),
  error: writer('[error] '),
};

const budget = {
  get total() {
    return meterOfRun.total;
  },
  spent() {
    return meterOfRun.spent;
  },
  remaining() {
    return meterOfRun.total === null ? Infinity : Math.max(0, meterOfRun.total - meterOfRun.spent);
  },
};

// setTimeout and clearTimeout: durable timers of the run.

const timers = new Map();
/** Milliseconds of ten years: a longer delay is a mistake, and more than a durable timer can hold. */
const LONGEST_DELAY = 315_360_000_000;

function setTimeout(callback, delay, ...values) {
  const id = ++lastCall;
  const ms = Math.trunc(Number(delay));
  timers.set(id, { callback, values });
  host('timer', stringify({ id, ms: ms > 0 ? Math.min(ms, LONGEST_DELAY) : 0 }));
  return id;
}

function clearTimeout(id) {
  if (typeof id === 'number' && timers.delete(id)) host('clear', stringify({ id }));
}

function fire({ id }) {
  const timer = timers.get(id);
  if (!timer) return;
  timers.delete(id);
  if (typeof timer.callback !== 'function') return;
  const { callback, values } = timer;
  try {
    callback(...values);
  } catch (thrown) {
    host('warn', stringify(`a setTimeout callback threw: ${messageOf(thrown)}`));
  }
}

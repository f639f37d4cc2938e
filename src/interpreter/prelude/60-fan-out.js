// parallel(thunks) and pipeline(items, ...stages): pure JavaScript over promises; values keep their identity.

/** Items one fan-out may have; as in Claude Code. */
const WIDEST = 4096;

async function parallel(thunks) {
  if (!isArray(thunks))
    throw new TypeError('parallel() takes an array of functions, such as [() => agent("…"), () => agent("…")]');
  const list = readOnce('parallel', thunks);
  list.forEach((thunk, i) => {
    if (typeof thunk !== 'function') {
      throw new TypeError(
        `parallel() item ${i} is not a function: wrap the call, () => agent("…"), so that parallel can start it`,
      );
    }
  });
  await null; // work starts after the current synchronous code
  return Promise.all(list.map((thunk, i) => orNull('parallel', i, () => thunk())));
}

async function pipeline(items, ...stages) {
  if (!isArray(items)) throw new TypeError('pipeline() takes an array of items and then functions');
  const list = readOnce('pipeline', items);
  if (list.length === 0) return [];
  stages.forEach((stage, i) => {
    if (typeof stage !== 'function') throw new TypeError(`pipeline() stage ${i + 1} is not a function`);
  });
  await null;
  return Promise.all(list.map((item, i) => orNull('pipeline', i, () => walk(item, i, stages))));
}

/** One item through all stages; null, given or returned, ends its way. */
async function walk(given, index, stages) {
  const item = await given;
  let value = item;
  for (const stage of stages) {
    if (value === null) return null;
    value = await stage(value, item, index);
  }
  return value;
}

async function orNull(kind, index, work) {
  try {
    return await work();
  } catch (thrown) {
    host('log', stringify(`${kind}[${index}] failed: ${messageOf(thrown)}`));
    return null;
  }
}

/** The items as they are now: what a list says of itself may change with every look (P3). */
function readOnce(kind, items) {
  const { length } = items;
  if (length > WIDEST) throw new RangeError(`${kind}() takes at most ${WIDEST} items, got ${length}`);
  return Array.from({ length }, (_, i) => items[i]);
}

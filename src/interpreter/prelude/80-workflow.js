// workflow(nameOrRef, args?): another script, in a realm of its own, inside this run.

/** Arguments on their way to nested workflows, by call. */
const childArgs = new Map();

async function workflow(reference, value) {
  const ref = referenceOf(reference);
  const copy = clone(value);
  const answer = issue('workflow', { ref });
  childArgs.set(lastCall, copy);
  return answer;
}

function referenceOf(reference) {
  if (typeof reference === 'string' && reference !== '') return { name: reference };
  if (
    typeof reference === 'object' &&
    reference !== null &&
    typeof reference.scriptPath === 'string' &&
    reference.scriptPath !== ''
  ) {
    return { scriptPath: reference.scriptPath };
  }
  throw new TypeError('workflow() takes the name of a saved workflow or {scriptPath: "…"}');
}

/** The host made the realm of call `id`; `child` is its `enter`. */
function adopt({ id }, child) {
  const { resolve, reject } = pending.get(id);
  const given = childArgs.get(id);
  childArgs.delete(id);
  const finish = (settleCall, state) => (value) => {
    pending.delete(id);
    host('left', stringify({ id, ...state(value) }));
    settleCall(clone(value));
  };
  new Promise((start) => start(child('run', 'null', given, meterOfRun))).then(
    finish(resolve, () => ({ ok: true })),
    finish(reject, (thrown) => ({ ok: false, says: describe(thrown).message })),
  );
}

/** Runs the loaded body as a nested workflow: its promise is the parent's to watch. */
function run(given, meter) {
  meterOfRun = meter;
  globalThis.args = clone(given);
  return body();
}

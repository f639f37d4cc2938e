// The way in. The host calls `enter` for each settled outcome, then drains the jobs that follow (I3).

let body;
/** A value the host gave, until the entry that uses it: `{value}`, or `{}` where the text could not be taken in. */
let given;

function enter(op, json, value, extra) {
  const data = parse(json);
  switch (op) {
    case 'load':
      body = value;
      return;
    case 'give':
      given = taken(value);
      return;
    case 'start':
      return start(data);
    case 'settle':
      return settle(data);
    case 'fire':
      return fire(data);
    case 'adopt':
      return adopt(data, value);
    case 'run':
      return run(value, extra);
  }
}

/** Only text nested deeper than the stack is high cannot be parsed. */
function taken(json) {
  try {
    return { value: parse(json) };
  } catch {
    return {};
  }
}

function start({ tokenTarget, waits }) {
  meterOfRun.total = tokenTarget;
  meterOfRun.waits = waits;
  if (given !== undefined) {
    if (!('value' in given)) return host('threw', stringify(describe(new RangeError('args are nested too deeply'))));
    globalThis.args = given.value;
    given = undefined;
  }
  body().then(end, (thrown) => host('threw', stringify(describe(thrown))));
}

/** The value of the whole run, through JSON; what cannot pass fails the run. */
function end(value) {
  if (typeof value === 'function')
    return host('threw', stringify(describe(new TypeError('the result of a workflow cannot be a function'))));
  if (typeof value === 'symbol')
    return host('threw', stringify(describe(new TypeError('the result of a workflow cannot be a symbol'))));
  let json;
  try {
    json = stringify(value);
  } catch (thrown) {
    const why = /circular/i.test(messageOf(thrown)) ? 'it is cyclic' : messageOf(thrown);
    return host('threw', stringify(describe(new TypeError(`the result cannot be recorded as JSON: ${why}`))));
  }
  if (json === undefined) host('returned-nothing', 'null');
  else host('returned', json);
}

/** How deep causes and how many joined errors are told. */
const DEEPEST_CAUSE = 5;
const MOST_ERRORS = 10;

/** Whatever was thrown, as data: the message begins with the name, and causes are told (P3). */
function describe(thrown, depth = 0) {
  try {
    if (Error.isError(thrown)) return describeError(thrown, depth);
    if (typeof thrown === 'function')
      return { name: 'Error', message: `a function was thrown: ${thrown.name || 'anonymous'}` };
    if (typeof thrown === 'object' && thrown !== null) {
      const shown = stringify(thrown) ?? String(thrown);
      return {
        name: 'Error',
        message:
          typeof thrown.message === 'string' ? `Error: ${thrown.message} ${shown}` : `an object was thrown: ${shown}`,
      };
    }
    return { name: 'Error', message: typeof thrown === 'string' ? `Error: ${thrown}` : `${String(thrown)} was thrown` };
  } catch {
    return { name: 'Error', message: 'a value that cannot be shown was thrown' };
  }
}

function describeError(error, depth) {
  const name = String(error.name);
  let message = error.message ? `${name}: ${String(error.message)}` : name;
  if (depth < DEEPEST_CAUSE) {
    if (Array.isArray(error.errors))
      message += ` [${error.errors
        .slice(0, MOST_ERRORS)
        .map((e) => describe(e, depth + 1).message)
        .join('; ')}]`;
    if (error.cause !== undefined) message += ` (caused by ${describe(error.cause, depth + 1).message})`;
  }
  return { name, message, stack: typeof error.stack === 'string' ? error.stack : '' };
}

// agent(prompt, options?): coerces what the script gave into a request; the host does the rest.

const optionReaders = {
  label: (value) => text(value),
  phase: (value) => text(value),
  schema: (value) => (value ? schemaOf(value) : undefined),
  model: (value) => (typeof value === 'string' && value !== '' ? value : undefined),
  effort: (value) => (typeof value === 'string' ? value.toLowerCase() : undefined),
  isolation: (value) => (value === 'worktree' ? value : undefined),
  agentType: (value) => text(value),
  disallowedTools: (value) => (isArray(value) ? value.filter((name) => typeof name === 'string') : undefined),
  bashCommandClamp: (value) => (value === null || value === undefined ? undefined : value),
  stallMs: positive,
  maxTokens: positive,
  timeoutMs: positive,
  maxTurns: positive,
  maxUsd: positive,
};
const shownOptions = ['label', 'phase'];
/** Characters of a stack that are sent along: the innermost frames say where the script called. */
const LONGEST_STACK = 1000;

async function agent(prompt, options) {
  const request = { prompt: promptText(prompt), label: undefined, phase: undefined, options: {} };
  const { known, unknown } = readOptions(options);
  for (const [name, value] of Object.entries(known)) {
    if (shownOptions.includes(name)) request[name] = value;
    else request.options[name] = value;
  }
  for (const name of unknown) host('warn', stringify(`agent() has no option "${name}"; it is ignored`));
  if (!meterOfRun.waits && meterOfRun.total !== null && meterOfRun.spent >= meterOfRun.total) {
    throw callError(
      `the token budget of ${meterOfRun.total} is exhausted (${meterOfRun.spent} spent)`,
      'BUDGET_EXHAUSTED',
    );
  }
  return issue('agent', request, new Error().stack.slice(0, LONGEST_STACK));
}

/** Strings as they are, plain objects and lists as JSON, everything else the way String() shows it. */
function promptText(prompt) {
  return typeof prompt === 'object' && prompt !== null ? textOf(prompt) : String(prompt);
}

/** The options that mean something, coerced, and the names of those that do not. Odd values count as absent (DIALECT: lenient). */
function readOptions(options) {
  const known = {};
  if (typeof options !== 'object' || options === null || isArray(options)) return { known, unknown: [] };
  const unknown = [];
  for (const name of Object.keys(options)) {
    const reader = Object.hasOwn(optionReaders, name) ? optionReaders[name] : undefined;
    if (!reader) {
      unknown.push(name);
      continue;
    }
    const value = reader(options[name]);
    if (value !== undefined) known[name] = value;
  }
  return { known, unknown };
}

function text(value) {
  return value === null || value === undefined ? undefined : textOf(value);
}

function positive(value) {
  return typeof value === 'number' && value > 0 && Number.isFinite(value) ? value : undefined;
}

function schemaOf(value) {
  if (typeof value !== 'object' || isArray(value) || value.type !== 'object') {
    throw callError("agent() schema: the root must be a JSON Schema with type: 'object'", 'SCHEMA_INVALID');
  }
  return value;
}

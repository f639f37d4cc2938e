// What a script finds. Replaceable by the script for itself, like any global.

for (const [name, value] of Object.entries({
  agent,
  parallel,
  pipeline,
  phase,
  log,
  workflow,
  setTimeout,
  clearTimeout,
  structuredClone,
  budget,
  console,
})) {
  if (typeof value === 'function') provide(globalThis, name, value);
  else define(globalThis, name, value);
}
define(globalThis, 'args', undefined);

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
  if (typeof value === 'function') Object.defineProperty(value, 'name', { value: name });
  define(globalThis, name, value);
}
define(globalThis, 'args', undefined);
for (const value of [agent, parallel, pipeline, phase, log, workflow, setTimeout, clearTimeout, budget, console])
  freezeDeep(value);

function freezeDeep(value) {
  for (const key of Reflect.ownKeys(value)) {
    const { value: member } = Object.getOwnPropertyDescriptor(value, key);
    if (typeof member === 'function') Object.freeze(member);
  }
  Object.freeze(value);
}

import { describe, expect, it } from '@jest/globals';
import { runScript, scriptOf } from './script-host.js';

const SCRIPT = `await agent('direct');
const ask = (prompt) =>
  agent(prompt);
await ask('from a helper');
await parallel(['a', 'b'].map((p) => () =>
  agent(p)));
await pipeline(['c'],
  (item) => item,
  async (item) => { await null; return agent(item, { label: 'after an await' }); });
await Promise.all(['d'].map(agent));
class Asker { async go() { return await agent('of a class'); } }
await new Asker().go();
await workflow('child');
const stack = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
try { Error.prepareStackTrace = () => 'at x (lines.js:999:1)'; } catch {}
try { Error.stackTraceLimit = 0; } catch {}
await agent('after an attempt to lie');
`;

const CHILD = `
await agent('in a nested workflow');
`;

describe('a call of agent()', () => {
  it('knows the line of the script it stands on', () => {
    const { ending, calls } = runScript(scriptOf(SCRIPT, 'lines'), { saved: [scriptOf(CHILD, 'child')] });
    expect(ending).toMatchObject({ kind: 'returned' });
    const lines = calls.flatMap((call) => (call.kind === 'agent' ? [[call.label, call.line]] : []));
    expect(lines).toEqual([
      ['direct', 2],
      ['from a helper', 4],
      ['a', 7],
      ['b', 7],
      ['after an await', 10],
      ['d', 11],
      ['of a class', 12],
      ['in a nested workflow', 3],
      ['after an attempt to lie', 18],
    ]);
  });
});

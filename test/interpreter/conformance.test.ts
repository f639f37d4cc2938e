import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseArgs } from '../../src/script/args.js';
import { readScript } from '../../src/script/compile.js';
import type { CompiledScript } from '../../src/script/compiled-script.js';
import { caseFile, differences, type Expectation, type Observation, RECORDS } from '../conformance/compare.js';
import { runScript } from './script-host.js';
import { scriptedAgent } from './scripted-agents.js';

/** These hold the agent, not the interpreter, to its contract: test/e2e runs them. */
const OF_THE_AGENT = /^schema-/;

const savedFolder = join(import.meta.dirname, '..', 'conformance', 'saved');
const saved = readdirSync(savedFolder).flatMap((file) => {
  const reading = readScript({ file, text: readFileSync(join(savedFolder, file), 'utf8') });
  return reading.kind === 'accepted' ? [reading.script] : [];
});

describe('conformance without Temporal and without a model', () => {
  const records = RECORDS.filter(({ name }) => !OF_THE_AGENT.test(name));
  it.each(records.map((record) => [record.name, record] as const))('%s', (name, record) => {
    const reading = readScript({ file: `${name}.js`, text: readFileSync(caseFile(name), 'utf8') });
    const observed =
      reading.kind === 'accepted' ? observe(reading.script, record) : refused(reading.refusals[0]?.message);
    expect(differences(record, observed)).toEqual([]);
  });
});

function refused(error: string | undefined): Observation {
  return { status: 'rejected', ...(error !== undefined && { error }) };
}

function observe(script: CompiledScript, record: Expectation): Observation {
  const args = parseArgs(record.args === undefined ? undefined : JSON.stringify(record.args));
  const report = runScript(script, {
    ...(args !== null && { args }),
    agents: scriptedAgent,
    agentTypes: ['general-purpose', 'Explore', 'Plan'],
    saved,
  });
  const { ending, logs, phases, agents, requests } = report;
  const seen = { logs, phases, agents, agentCalls: requests };
  if (ending?.kind === 'returned') {
    return { ...seen, status: 'completed', ...(ending.value !== undefined && { result: ending.value }) };
  }
  if (!ending) return { ...seen, status: 'hung' };
  const { message, line } = ending.fault;
  return { ...seen, status: 'failed', error: message, ...(line !== undefined && { line }) };
}

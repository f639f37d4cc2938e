// Holds what a runtime made of a conformance case to its record, as README.md says.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../src/interpreter/outcome.js';

export interface AgentSeen {
  readonly label: string;
  readonly phase?: string | null;
  readonly state: string;
}

/** What is compared. In a record, `compare` lists the fields that count; a runtime reports all it knows. */
interface Outcomes {
  readonly status: string;
  readonly result?: Json;
  readonly logs?: readonly string[];
  readonly phases?: readonly string[];
  readonly agents?: readonly AgentSeen[];
  readonly line?: number;
  readonly agentCalls?: number | null;
}

/** A record of expected.json. */
export interface Expectation extends Outcomes {
  readonly name: string;
  readonly args?: Json;
  readonly errorSays?: readonly string[];
  readonly compare: readonly string[];
  readonly timeoutSeconds?: number;
  readonly better?: Partial<Outcomes> & { readonly note: string; readonly errorSays?: readonly string[] };
}

/** What a runtime made of a case. */
export interface Observation extends Outcomes {
  /** The message of a failed or rejected run. */
  readonly error?: string;
}

/** A check inside a case that is not met, on purpose: `key` of the result is not compared. */
interface Gap {
  readonly case: string;
  readonly key: string;
  readonly reason: string;
}

const SUITE = import.meta.dirname;
const GAPS = readJson('gaps.json') as readonly Gap[];

export const RECORDS = readJson('expected.json') as readonly Expectation[];

/** Path of a case's script. */
export function caseFile(name: string): string {
  return join(SUITE, 'cases', `${name}.js`);
}

/** What is wrong with an observation, one line each; none when the case passes. */
export function differences(record: Expectation, seen: Observation): readonly string[] {
  const wanted = wantedOf(record);
  const problems: string[] = [];
  const differ = (field: string, want: unknown, have: unknown): void => {
    if (!isDeepStrictEqual(plain(want), plain(have))) problems.push(`${field}: want ${show(want)}, have ${show(have)}`);
  };
  const compares = (field: keyof Outcomes): boolean => wanted.compare.includes(field) && wanted[field] !== undefined;

  differ('status', wanted.status, seen.status.replace('completed_with_failures', 'completed'));
  if (wanted.status === 'completed' && wanted.compare.includes('result')) {
    differ('result', withoutGaps(record.name, wanted.result), withoutGaps(record.name, seen.result));
  }
  for (const says of wanted.status === 'completed' ? [] : (wanted.errorSays ?? [])) {
    if (!new RegExp(says, 'i').test(seen.error ?? ''))
      problems.push(`error: want /${says}/i, have ${show(seen.error)}`);
  }
  if (compares('logs')) differ('logs', wanted.logs, seen.logs?.map(unnumbered));
  if (compares('phases')) differ('phases', wanted.phases, seen.phases);
  if (compares('line')) differ('line', wanted.line, seen.line);
  if (compares('agents')) differ('agents', wanted.agents, matching(wanted.agents, seen.agents));
  if (compares('agentCalls') && wanted.agentCalls !== null) differ('agentCalls', wanted.agentCalls, seen.agentCalls);
  return problems;
}

/** The record with what is better in place of what was measured. */
function wantedOf({ better, ...record }: Expectation): Expectation {
  if (!better) return record;
  const { note: _, ...changes } = better;
  const result =
    'result' in changes || !('status' in changes)
      ? record.compare
      : record.compare.filter((field) => field !== 'result');
  return { ...record, ...changes, compare: 'result' in changes ? [...record.compare, 'result'] : result };
}

/** The reference names a child in its log lines without telling the second of that name from the first. */
function unnumbered(line: string): string {
  return line.replace(/^\[([^\]]*?) #\d+\]/, '[$1]');
}

/** The agents seen, with only the fields the record has. */
function matching(wanted: readonly AgentSeen[] = [], seen: readonly AgentSeen[] = []): readonly unknown[] {
  return seen.map((agent, i) => {
    const fields = Object.keys(wanted[i] ?? agent) as (keyof AgentSeen)[];
    return Object.fromEntries(fields.map((field) => [field, agent[field]]));
  });
}

function withoutGaps(name: string, result: Json | undefined): unknown {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return result;
  const keys = GAPS.filter((gap) => gap.case === name).map(({ key }) => key);
  return Object.fromEntries(Object.entries(result).filter(([key]) => !keys.includes(key)));
}

/** As JSON has it, so that a value that never was JSON cannot differ from one that was. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 2_000);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(SUITE, file), 'utf8'));
}

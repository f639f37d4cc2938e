import { simple } from 'acorn-walk';
import { isLonghaulError } from '../../config/errors.js';
import type { CompiledScript } from '../../script/compiled-script.js';
import { openSource } from '../../script/source.js';
import { growTree } from '../../script/tree.js';

/** One line of a script, and how many agents were called there. */
export interface CoveredLine {
  readonly text: string;
  /** Null where nothing calls an agent. */
  readonly calls: number | null;
}

interface Called {
  readonly scope: readonly string[];
  readonly line: number | null;
}

/**
 * The lines of a script with the agents it called itself; those of nested workflows stand in other files. When it is known
 * of no agent where it was called, of no line it is said.
 */
export function coverageOf(script: Pick<CompiledScript, 'file' | 'text'>, agents: readonly Called[]): CoveredLine[] {
  const own = agents.filter(({ scope }) => scope.length === 0);
  const counts = new Map<number, number>();
  for (const { line } of own) if (line !== null) counts.set(line, (counts.get(line) ?? 0) + 1);
  const isKnown = own.length === 0 || counts.size > 0;
  for (const { first, last } of isKnown ? agentCalls(script) : []) {
    const reached = Array.from(counts.keys()).some((line) => line >= first && line <= last);
    if (!reached) counts.set(first, 0);
  }
  const lines = script.text.replace(/(\r\n|\n|\r)$/, '').split(/\r\n|\n|\r/);
  return lines.map((text, index) => ({ text, calls: counts.get(index + 1) ?? null }));
}

/** The lines over which each `agent(…)` in the text stretches: an engine may name any of them. */
function agentCalls(script: Pick<CompiledScript, 'file' | 'text'>): readonly { first: number; last: number }[] {
  const source = openSource(script);
  const calls: { first: number; last: number }[] = [];
  try {
    const tree = growTree(source);
    simple(tree.program, {
      CallExpression({ callee, start, end }) {
        if (callee.type !== 'Identifier' || callee.name !== 'agent' || !tree.globals.has(callee)) return;
        calls.push({ first: source.placeAt(start).line, last: source.placeAt(end).line });
      },
    });
  } catch (error) {
    if (!isLonghaulError(error)) throw error; // a script of another version's dialect: what was called is known all the same
  }
  return calls;
}

import { simple } from 'acorn-walk';
import { AGENT_OPTIONS } from '../dialect.js';
import { keyOf } from '../literal.js';
import { nearest } from '../nearest.js';
import { type Problem, warningProblem } from '../problem.js';
import type { ScriptTree } from '../tree.js';

/** Options written out in a call of `agent()` that it does not know, and so ignores. */
export function unknownAgentOptions(tree: ScriptTree): Problem[] {
  const problems: Problem[] = [];
  simple(tree.program, {
    CallExpression({ callee, arguments: [, options] }) {
      if (callee.type !== 'Identifier' || callee.name !== 'agent' || !tree.globals.has(callee)) return;
      if (options?.type !== 'ObjectExpression') return;
      for (const option of options.properties) {
        if (option.type === 'SpreadElement' || option.computed) continue;
        const name = keyOf(option);
        if (!AGENT_OPTIONS.includes(name)) problems.push(warningProblem(tree, option, wordsFor(name)));
      }
    },
  });
  return problems;
}

function wordsFor(name: string) {
  const meant = nearest(name, AGENT_OPTIONS);
  return {
    code: 'UNKNOWN_AGENT_OPTION',
    message: `agent() has no option ${name}; it is ignored`,
    hint: meant === null ? `Options are ${AGENT_OPTIONS.join(', ')}.` : `Did you mean ${meant}?`,
  } as const;
}

import type { Identifier } from 'acorn';
import { simple } from 'acorn-walk';
import { HOST_GLOBALS, KNOWN_GLOBALS } from '../dialect.js';
import { nearest } from '../nearest.js';
import { type Problem, warningProblem } from '../problem.js';
import type { ScriptTree } from '../tree.js';

/** Names that neither the script nor the dialect declares, each at its first use. Asking `typeof name` is no use. */
export function unknownGlobals(tree: ScriptTree): Problem[] {
  const probed = probedNames(tree);
  const firstUses = new Map<string, Identifier>();
  for (const use of tree.globals) {
    if (KNOWN_GLOBALS.includes(use.name) || probed.has(use)) continue;
    if (!firstUses.has(use.name)) firstUses.set(use.name, use);
  }
  return Array.from(firstUses.values(), (use) =>
    warningProblem(tree, use, {
      code: 'UNKNOWN_GLOBAL',
      message: `${use.name} is not defined`,
      hint: hintFor(use.name),
    }),
  );
}

function probedNames(tree: ScriptTree): ReadonlySet<Identifier> {
  const probed = new Set<Identifier>();
  simple(tree.program, {
    UnaryExpression({ operator, argument }) {
      if (operator === 'typeof' && argument.type === 'Identifier') probed.add(argument);
    },
  });
  return probed;
}

function hintFor(name: string): string {
  if (name === 'meta') return 'The body does not see meta: repeat what it needs in a variable.';
  if (HOST_GLOBALS.includes(name))
    return 'It belongs to Node or browsers and is absent here: let an agent do the work.';
  const meant = nearest(name, KNOWN_GLOBALS);
  return meant === null ? 'Declare it, or pass it as args.' : `Did you mean ${meant}?`;
}

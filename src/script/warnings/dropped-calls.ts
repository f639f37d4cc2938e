import type { Expression, Identifier, Super } from 'acorn';
import { simple } from 'acorn-walk';
import { CALLING_GLOBALS } from '../dialect.js';
import { type Problem, warningProblem } from '../problem.js';
import type { ScriptTree } from '../tree.js';

/** Calls whose promise nobody keeps: the run may end before they do, and what they throw is lost. */
export function droppedCalls(tree: ScriptTree): Problem[] {
  const problems: Problem[] = [];
  const report = (expression: Expression | Super) => {
    const name = droppedIn(expression, tree.globals);
    if (name !== null) problems.push(warningProblem(tree, name, wordsFor(name.name)));
  };
  simple(tree.program, {
    ExpressionStatement: (node) => report(node.expression),
    CallExpression({ callee, arguments: [callback] }) {
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
      if (callee.property.name !== 'forEach' || callback?.type !== 'ArrowFunctionExpression') return;
      const { body } = callback;
      if (body.type !== 'BlockStatement') report(body.type === 'AwaitExpression' ? body.argument : body);
    },
  });
  return problems;
}

/** The function whose promise is lost when the value of the expression is. */
function droppedIn(expression: Expression | Super, globals: ReadonlySet<Identifier>): Identifier | null {
  switch (expression.type) {
    case 'CallExpression':
      return droppedCall(expression.callee, globals);
    case 'ChainExpression':
      return droppedIn(expression.expression, globals);
    case 'LogicalExpression':
      return droppedIn(expression.right, globals);
    case 'ConditionalExpression':
      return droppedIn(expression.consequent, globals) ?? droppedIn(expression.alternate, globals);
    default:
      return null;
  }
}

function droppedCall(callee: Expression | Super, globals: ReadonlySet<Identifier>): Identifier | null {
  if (callee.type === 'Identifier') return CALLING_GLOBALS.includes(callee.name) && globals.has(callee) ? callee : null;
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return null;
  const chained = ['then', 'catch', 'finally'].includes(callee.property.name);
  return chained ? droppedIn(callee.object, globals) : null;
}

function wordsFor(name: string) {
  return {
    code: 'CALL_NOT_AWAITED',
    message: `${name}() is not awaited: what still runs is cancelled when the script returns`,
    hint: `Write await ${name}(…), or collect the calls in parallel([…]).`,
  } as const;
}

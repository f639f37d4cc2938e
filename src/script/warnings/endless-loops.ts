import type { DoWhileStatement, Expression, ForStatement, Statement, WhileStatement } from 'acorn';
import { base, type RecursiveVisitors, recursive, simple } from 'acorn-walk';
import { type Problem, warningProblem } from '../problem.js';
import type { ScriptTree } from '../tree.js';

/** Loops without a condition that nothing inside can leave or interrupt: they use up the run's gas. */
export function endlessLoops(tree: ScriptTree): Problem[] {
  const problems: Problem[] = [];
  const report = (loop: WhileStatement | DoWhileStatement | ForStatement) => {
    if (!isAlwaysTrue(loop.test) || canLeave(loop.body)) return;
    problems.push(
      warningProblem(tree, loop, {
        code: 'ENDLESS_LOOP',
        message: 'this loop never ends: it has no await, break or return',
        hint: 'Give it a condition, or a way out.',
      }),
    );
  };
  simple(tree.program, { WhileStatement: report, DoWhileStatement: report, ForStatement: report });
  return problems;
}

function isAlwaysTrue(test: Expression | null | undefined): boolean {
  return !test || (test.type === 'Literal' && Boolean(test.value));
}

/** Whether a `break` without a label leaves the loop in question, or one inside it. */
type BreakLeaves = 'this-loop' | 'inner';

/** A labelled jump counts as a way out wherever it goes: better silent than wrong. */
function canLeave(body: Statement): boolean {
  let found = false;
  const leave = () => {
    found = true;
  };
  const visitors: RecursiveVisitors<BreakLeaves> = {
    Function() {}, // what nested functions do happens elsewhere
    Class() {},
    ReturnStatement: leave,
    ThrowStatement: leave,
    AwaitExpression: leave,
    YieldExpression: leave,
    BreakStatement(node, leaves) {
      if (node.label || leaves === 'this-loop') leave();
    },
    ContinueStatement(node) {
      if (node.label) leave();
    },
    WhileStatement: (node, _, visit) => base.WhileStatement?.(node, 'inner', visit),
    DoWhileStatement: (node, _, visit) => base.DoWhileStatement?.(node, 'inner', visit),
    ForStatement: (node, _, visit) => base.ForStatement?.(node, 'inner', visit),
    ForInStatement: (node, _, visit) => base.ForInStatement?.(node, 'inner', visit),
    SwitchStatement: (node, _, visit) => base.SwitchStatement?.(node, 'inner', visit),
    ForOfStatement(node, _, visit) {
      if (node.await) leave();
      base.ForOfStatement?.(node, 'inner', visit);
    },
  };
  recursive<BreakLeaves>(body, 'this-loop', visitors);
  return found;
}

import type { Node } from 'web-tree-sitter';

export function childrenOf(node: Node): readonly Node[] {
  return node.children.filter((child) => child !== null);
}

/** Neighbours without a blank between them are one word to the shell. */
export function touching(nodes: readonly Node[]): readonly (readonly Node[])[] {
  const runs: Node[][] = [];
  for (const node of nodes) {
    const run = runs[runs.length - 1];
    const last = run?.[run.length - 1];
    const joined = last !== undefined && last.endIndex === node.startIndex && !isApart(last) && !isApart(node);
    if (joined) run?.push(node);
    else runs.push([node]);
  }
  return runs;
}

function isApart(node: Node): boolean {
  return node.type.endsWith('_redirect') || node.type === 'variable_assignment';
}

/** The outermost substitutions in a word. */
export function nestedCommands(node: Node): readonly Node[] {
  if (node.type === 'command_substitution' || node.type === 'process_substitution') return [node];
  return childrenOf(node).flatMap(nestedCommands);
}

/** Whether a tree has more levels than `most`. Does not go down itself level by level: a stack has an end, too. */
export function isDeeperThan(root: Node, most: number): boolean {
  const cursor = root.walk();
  try {
    for (let depth = 0; ; ) {
      if (cursor.gotoFirstChild()) {
        if (++depth > most) return true;
        continue;
      }
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) return false;
        depth--;
      }
    }
  } finally {
    cursor.delete();
  }
}

// Refuses what a script must not contain, wherever it stands, dead code included.
//
// M1  Only code counts: strings, comments and regular expressions are not looked into.
// M2  `Date` and `Math` are the built-in ones: a name the script declares itself is its own.
// M3  Only the plain forms are found here. Every disguise (`D.now()`, `Date[x]()`) throws when it runs.

import type { Identifier, MemberExpression, NewExpression, Node } from 'acorn';
import { simple } from 'acorn-walk';
import { LonghaulError } from '../config/errors.js';
import type { Refuse } from './refusal.js';
import type { ScriptTree } from './tree.js';

export function refuseMentions(tree: ScriptTree, refuse: Refuse): void {
  const placeOf = (node: Node) => tree.source.placeAt(node.start);
  const exported = (node: Node, form: 'export' | 'export default') => {
    if (node !== tree.header?.statement) refuse(new LonghaulError('SCRIPT_EXPORT', { ...placeOf(node), form }));
  };
  const clockOrDice = (node: MemberExpression | NewExpression) => {
    const mention = mentionOf(node, tree.globals);
    if (mention !== null) refuse(new LonghaulError('SCRIPT_NOT_DETERMINISTIC', { ...placeOf(node), mention }));
  };
  simple(tree.program, {
    ImportDeclaration: (node) => refuse(new LonghaulError('SCRIPT_IMPORT', placeOf(node))),
    ImportExpression: (node) => refuse(new LonghaulError('SCRIPT_IMPORT_CALL', placeOf(node))),
    MetaProperty(node) {
      if (node.meta.name === 'import') refuse(new LonghaulError('SCRIPT_IMPORT_META', placeOf(node)));
    },
    ExportNamedDeclaration: (node) => exported(node, 'export'),
    ExportAllDeclaration: (node) => exported(node, 'export'),
    ExportDefaultDeclaration: (node) => exported(node, 'export default'),
    MemberExpression: clockOrDice,
    NewExpression: clockOrDice,
  });
}

function mentionOf(node: MemberExpression | NewExpression, globals: ReadonlySet<Identifier>) {
  const target = node.type === 'NewExpression' ? node.callee : node.object;
  if (target.type !== 'Identifier' || !globals.has(target)) return null; // M2
  if (node.type === 'NewExpression') return target.name === 'Date' && node.arguments.length === 0 ? 'new Date()' : null;
  if (node.computed || node.property.type !== 'Identifier') return null; // M3
  if (target.name === 'Date' && node.property.name === 'now') return 'Date.now';
  return target.name === 'Math' && node.property.name === 'random' ? 'Math.random' : null;
}

// Finds the names of a script that nothing in the script declares.
//
// S1  `let`, `const`, `class`, functions and caught errors belong to their block (scripts are strict); `var` to its
//     function. Either counts in the whole of its scope, before the declaration too.
// S2  Parameters are not seen by what surrounds the function, nor the body's variables by its parameters' defaults.
// S3  The header (`export const meta`) declares nothing: the body does not see it.

import type { Function as AnyFunction, Identifier, Node, Pattern, Program } from 'acorn';
import { base, type RecursiveVisitors, recursive } from 'acorn-walk';

/** The identifiers that refer to no declaration of the script: globals, or mistakes. In order of the text. */
export function findGlobals(program: Program, header: Node | null): ReadonlySet<Identifier> {
  const references: Reference[] = [];
  const root = openScope(null, 'function');
  for (const statement of program.body) {
    if (statement !== header) recursive(statement, root, scopeVisitors(references)); // S3
  }
  return new Set(references.filter((reference) => !isDeclared(reference)).map((reference) => reference.name));
}

interface Scope {
  readonly parent: Scope | null;
  readonly kind: 'function' | 'block';
  readonly names: Set<string>;
}

interface Reference {
  readonly name: Identifier;
  readonly scope: Scope;
}

function openScope(parent: Scope | null, kind: Scope['kind']): Scope {
  return { parent, kind, names: new Set() };
}

function isDeclared({ name, scope }: Reference): boolean {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    if (at.names.has(name.name)) return true;
  }
  return false;
}

/** Fills scopes and references in one walk; references are resolved after it, when every scope is complete (S1). */
function scopeVisitors(references: Reference[]): RecursiveVisitors<Scope> {
  return {
    Identifier: (name, scope) => references.push({ name, scope }),
    Pattern(pattern, scope, visit) {
      visit(pattern, scope); // a name in a pattern is a reference like any other: to the declaration, or assigned to
    },
    VariableDeclaration(declaration, scope, visit) {
      const owner = declaration.kind === 'var' ? functionScope(scope) : scope;
      for (const { id } of declaration.declarations) declare(id, owner);
      base.VariableDeclaration?.(declaration, scope, visit);
    },
    Function(node, scope, visit) {
      const outside = openFunction(node, scope);
      for (const parameter of node.params) {
        declare(parameter, outside);
        visit(parameter, outside);
      }
      const inside = openScope(outside, 'function'); // S2
      if (node.body.type === 'BlockStatement') for (const statement of node.body.body) visit(statement, inside);
      else visit(node.body, inside);
    },
    Class(node, scope, visit) {
      if (node.id && node.type === 'ClassDeclaration') declare(node.id, scope);
      const inside = openScope(scope, 'block');
      if (node.id) declare(node.id, inside);
      if (node.superClass) visit(node.superClass, inside);
      visit(node.body, inside);
    },
    StaticBlock: (node, scope, visit) => base.StaticBlock?.(node, openScope(scope, 'function'), visit),
    BlockStatement: (node, scope, visit) => base.BlockStatement?.(node, openScope(scope, 'block'), visit),
    ForStatement: (node, scope, visit) => base.ForStatement?.(node, openScope(scope, 'block'), visit),
    ForInStatement: (node, scope, visit) => base.ForInStatement?.(node, openScope(scope, 'block'), visit),
    ForOfStatement: (node, scope, visit) => base.ForOfStatement?.(node, openScope(scope, 'block'), visit),
    SwitchStatement(node, scope, visit) {
      visit(node.discriminant, scope);
      const inside = openScope(scope, 'block');
      for (const branch of node.cases) visit(branch, inside);
    },
    CatchClause(node, scope, visit) {
      const inside = openScope(scope, 'block');
      if (node.param) declare(node.param, inside);
      base.CatchClause?.(node, inside, visit);
    },
    ImportSpecifier: (node, scope) => declare(node.local, scope),
    ImportDefaultSpecifier: (node, scope) => declare(node.local, scope),
    ImportNamespaceSpecifier: (node, scope) => declare(node.local, scope),
  };
}

/** The scope of a function's parameters. Its own name is known outside when it is a statement, else inside only. */
function openFunction(node: AnyFunction, scope: Scope): Scope {
  const inside = openScope(scope, 'function');
  if (node.type !== 'ArrowFunctionExpression') inside.names.add('arguments');
  if (node.id) declare(node.id, node.type === 'FunctionDeclaration' ? scope : inside);
  return inside;
}

function functionScope(scope: Scope): Scope {
  let at = scope;
  while (at.kind !== 'function' && at.parent !== null) at = at.parent;
  return at;
}

/** Declares every name a pattern binds. */
function declare(pattern: Pattern, scope: Scope): void {
  switch (pattern.type) {
    case 'Identifier':
      scope.names.add(pattern.name);
      return;
    case 'ObjectPattern':
      for (const part of pattern.properties) declare(part.type === 'Property' ? part.value : part.argument, scope);
      return;
    case 'ArrayPattern':
      for (const part of pattern.elements) if (part) declare(part, scope);
      return;
    case 'RestElement':
      declare(pattern.argument, scope);
      return;
    case 'AssignmentPattern':
      declare(pattern.left, scope);
      return;
    case 'MemberExpression': // assigned to, never declared
      return;
  }
}

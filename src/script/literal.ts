import type { Expression, Node, ObjectExpression, Property } from 'acorn';

/** Called for each part of a would-be literal that is not one, with words for what stands there. */
export type RejectPart = (part: Node, found: string) => void;

/**
 * The JSON value that a pure literal writes down: strings, numbers, booleans, null, lists, objects, negative numbers and
 * templates without substitution. Every other part is rejected and reads as null.
 */
export function readLiteral(node: Expression, reject: RejectPart): unknown {
  switch (node.type) {
    case 'Literal':
      if (isJsonScalar(node.value)) return node.value;
      break;
    case 'UnaryExpression':
      if (node.operator === '-' && node.argument.type === 'Literal' && typeof node.argument.value === 'number') {
        return -node.argument.value;
      }
      break;
    case 'TemplateLiteral':
      if (node.expressions.length === 0) return node.quasis[0]?.value.cooked;
      break;
    case 'ArrayExpression':
      return node.elements.map((element) => {
        if (element !== null && element.type !== 'SpreadElement') return readLiteral(element, reject);
        reject(element ?? node, element === null ? 'a list with a gap' : 'a spread');
        return null;
      });
    case 'ObjectExpression':
      return readObject(node, reject);
  }
  reject(node, describe(node));
  return null;
}

function isJsonScalar(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function readObject(node: ObjectExpression, reject: RejectPart): unknown {
  const entries: [string, unknown][] = [];
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      reject(property, 'a spread');
      continue;
    }
    const fault = faultOf(property);
    if (fault === null) entries.push([keyOf(property), readLiteral(property.value, reject)]);
    else reject(property, fault);
  }
  return Object.fromEntries(entries); // own properties whatever their names, `__proto__` included
}

function faultOf(property: Property): string | null {
  if (property.kind !== 'init') return 'a getter or setter';
  if (property.method) return 'a method';
  if (property.computed) return 'a computed key';
  return null;
}

/** The name a property that is not computed is written under. */
export function keyOf({ key }: Property): string {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' ? String(key.value) : '';
}

function describe(node: Expression): string {
  switch (node.type) {
    case 'Identifier':
      return `the name \`${node.name}\``;
    case 'TemplateLiteral':
      return 'a template with interpolation';
    case 'CallExpression':
    case 'TaggedTemplateExpression':
      return 'a function call';
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return 'a function';
    case 'Literal':
      return node.regex ? 'a regular expression' : 'a BigInt';
    default:
      return 'an expression';
  }
}

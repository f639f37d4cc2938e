import type { CallExpression, Expression, SpreadElement } from 'acorn';
import { simple } from 'acorn-walk';
import { keyOf } from './literal.js';
import { openSource, type ScriptFile } from './source.js';
import { growTree, type ScriptTree } from './tree.js';

/** What a script's text shows of what it will ask for, before it runs. */
export interface Outline {
  /** Its calls of `agent()`, in order of the text. */
  readonly prompts: readonly PromptOutline[];
  /** Whether it mentions `exec`, by which a script runs commands. */
  readonly mentionsExec: boolean;
  /** Names of the saved workflows that it may run inside of its run; null where the text does not tell. */
  readonly workflows: readonly string[] | null;
}

export interface PromptOutline {
  /** The phase the call names, else the one that `phase()` named last above it; null for none. */
  readonly phase: string | null;
  /** What the text shows of the prompt: what is put in later stands as `${…}`; code where no text can be seen. */
  readonly text: string;
}

/** Reads a script that was compiled before: it throws as `compileScript` does for any other. */
export function readOutline(script: ScriptFile): Outline {
  const tree = growTree(openSource(script));
  const named: { readonly at: number; readonly title: string }[] = [];
  const calls: CallExpression[] = [];
  const workflows: string[] = [];
  simple(tree.program, {
    CallExpression(node) {
      if (isCallOf('agent', node, tree)) calls.push(node);
      const title = isCallOf('phase', node, tree) ? textOf(node.arguments[0]) : null;
      if (title !== null) named.push({ at: node.start, title });
      const workflow = isCallOf('workflow', node, tree) ? textOf(node.arguments[0]) : null;
      if (workflow !== null) workflows.push(workflow);
    },
  });
  const mentionsOf = (global: string): number => [...tree.globals].filter(({ name }) => name === global).length;
  const phaseAt = (at: number): string | null =>
    named.filter((phase) => phase.at < at).toSorted((a, b) => b.at - a.at)[0]?.title ?? null;
  return {
    prompts: calls
      .toSorted((a, b) => a.start - b.start)
      .map((call) => ({
        phase: phaseOption(call.arguments[1]) ?? phaseAt(call.start),
        text: promptText(call.arguments[0], tree),
      })),
    mentionsExec: mentionsOf('exec') > 0,
    workflows: mentionsOf('workflow') === workflows.length ? [...new Set(workflows)] : null,
  };
}

function isCallOf(name: string, { callee }: CallExpression, { globals }: ScriptTree): boolean {
  return callee.type === 'Identifier' && callee.name === name && globals.has(callee);
}

function phaseOption(options: Argument): string | null {
  if (options?.type !== 'ObjectExpression') return null;
  const option = options.properties.find(
    (part) => part.type === 'Property' && !part.computed && keyOf(part) === 'phase',
  );
  return option?.type === 'Property' ? textOf(option.value) : null;
}

type Argument = Expression | SpreadElement | undefined;

/** A text that is written out; null for any other expression. */
function textOf(node: Argument): string | null {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type !== 'TemplateLiteral' || node.expressions.length > 0) return null;
  return node.quasis[0]?.value.cooked ?? null;
}

function promptText(node: Argument, { source }: ScriptTree): string {
  if (node === undefined) return '';
  return partsOf(node) ?? source.code.slice(node.start, node.end);
}

/** Literals, templates, sums of them, and lists of them that are joined; null where no part is a text. */
function partsOf(node: Expression | SpreadElement): string | null {
  const text = textOf(node);
  if (text !== null) return text;
  switch (node.type) {
    case 'TemplateLiteral':
      return node.quasis.map(({ value }) => value.cooked ?? value.raw).join(GAP);
    case 'BinaryExpression': {
      if (node.operator !== '+' || node.left.type === 'PrivateIdentifier') return null;
      const [left, right] = [partsOf(node.left), partsOf(node.right)];
      return left === null && right === null ? null : `${left ?? GAP}${right ?? GAP}`;
    }
    case 'CallExpression':
      return joinedList(node);
    default:
      return null;
  }
}

/** `[…].join(…)`, as prompts of several lines are written. */
function joinedList({ callee }: CallExpression): string | null {
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'ArrayExpression') return null;
  if (callee.property.type !== 'Identifier' || callee.property.name !== 'join') return null;
  const parts = callee.object.elements.map((element) => element && partsOf(element));
  return parts.every((part) => part === null) ? null : parts.map((part) => part ?? GAP).join(' ');
}

const GAP = '${…}';

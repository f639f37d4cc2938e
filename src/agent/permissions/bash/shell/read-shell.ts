// Reads a text of the shell into its commands.
//
// R1  Every command in the text is found, however deep it stands: deny rules depend on it.
// R2  What the tree does not account for is an obstacle: characters outside of its leaves, kinds of nodes not named
//     here, words that touch each other. A text with an obstacle is never judged command by command.
// R3  What a variable holds is known only from plain assignments before, and only while nothing else can set it.

import type { Node } from 'web-tree-sitter';
import { type Command, plainWord, type Reading, type Redirect, UNKNOWN, type Word } from './command.js';
import type { Grammar } from './grammar.js';
import { readWord } from './read-word.js';
import { roughCommands } from './rough-commands.js';
import { childrenOf, isDeeperThan, nestedCommands, touching } from './tree.js';

/** Longest text that is judged command by command, in characters. */
const MOST_JUDGED = 10_000;

/** Values that variables have before the text runs. */
export type Known = Readonly<Record<string, string>>;

export function readShell(grammar: Grammar, source: string, known: Known = {}): Reading {
  const unreadable = whyUnreadable(source);
  return grammar.read(source, (root) => {
    if (isDeeperThan(root, DEEPEST)) {
      return { source, commands: roughCommands(source), obstacle: unreadable ?? 'its nesting', complete: false };
    }
    const walk = new Walk(source, known);
    walk.visit(root);
    const { commands, complete } = walk;
    if (root.hasError) {
      const obstacle = unreadable ?? 'a part the shell cannot read';
      return { source, commands: [...commands, ...roughCommands(source)], obstacle, complete };
    }
    return { source, commands, obstacle: unreadable ?? walk.unaccounted(root) ?? walk.obstacle, complete };
  });
}

/** Deepest tree that is walked. Chains of commands are as deep as they are long. */
const DEEPEST = 500;

/** What keeps a text from being read at all. */
function whyUnreadable(source: string): string | null {
  if (source.length > MOST_JUDGED) return `more than ${MOST_JUDGED} characters`;
  if (/[^\P{Cc}\t\n]/u.test(source)) return 'a control character';
  return /[^\S \t\n]|\p{Cf}|\ufffc/u.test(source) ? 'a blank or mark that looks like another' : null;
}

const PLAIN_GROUPS = new Set([
  ...['program', 'list', 'if_statement', 'elif_clause', 'else_clause', 'do_group', 'while_statement'],
]);

/** Groups whose commands are found, but which keep the text from being judged. */
const UNCLEAR: Readonly<Record<string, string>> = {
  subshell: 'a subshell',
  compound_statement: 'a group',
  case_statement: 'a case statement',
  case_item: 'a case statement',
  function_definition: 'a function',
  c_style_for_statement: 'a group',
  command_substitution: 'a nested command',
  process_substitution: 'a command used as a file',
};

const WORDS = new Set([
  ...['word', 'string', 'raw_string', 'concatenation', 'number', 'simple_expansion', 'expansion', 'ansi_c_string'],
  ...['command_substitution', 'process_substitution', 'arithmetic_expansion', 'brace_expression', 'translated_string'],
  ...['command_name', 'variable_name', 'regex', 'extglob_pattern', 'test_operator'],
]);

const SIGNS = new Set([
  ...['&&', '||', ';', '\n', '|', '|&', '!', 'if', 'then', 'elif', 'else', 'fi', 'while', 'until', 'do', 'done'],
  ...['for', 'in', '[[', ']]', '[', ']'],
]);

/** Commands that can give any variable a value. */
const SETTERS = new Set(['read', 'mapfile', 'readarray', 'getopts', 'printf', 'let', 'unset', 'wait', 'select']);

/** Commands that run code in this very shell: after them nothing is known. */
const RUNNERS = new Set(['eval', 'source', '.']);

class Walk {
  readonly commands: Command[] = [];
  obstacle: string | null = null;
  complete = true;
  private readonly source: string;
  private readonly variables: Map<string, string>;
  private commandStart = 0;
  private pipelines = 0;
  private pipeline = 0;
  private after: Command['after'] = 'whatever';

  constructor(source: string, known: Known) {
    this.source = source;
    this.variables = new Map(Object.entries(known));
  }

  visit(node: Node): void {
    if (node.type === 'pipeline') return this.visitPipeline(node);
    if (node.type === 'redirected_statement') return this.visitRedirected(node);
    if (node.type === 'command' || node.type === 'test_command') return this.addCommand(node, []);
    if (node.type === 'variable_assignment' || node.type === 'variable_assignments') return this.addCommand(node, []);
    if (node.type === 'declaration_command' || node.type === 'unset_command') return this.addCommand(node, []);
    if (node.type === 'for_statement') return this.visitFor(node);
    if (node.type === 'comment') return this.meet(/['"`]/.test(node.text) ? 'quotes in a comment' : null);
    if (!PLAIN_GROUPS.has(node.type) && node.type !== 'negated_command') {
      this.meet(UNCLEAR[node.type] ?? (node.isNamed || !SIGNS.has(node.type) ? `the sign ${node.type}` : null));
      this.forgetVariables(node);
    }
    // Then `&&` goes on where the change of the directory failed.
    if (node.type === 'negated_command' && /^!\s*(?:cd|pushd|popd)\b/.test(node.text)) this.meet('a negated cd');
    for (const child of childrenOf(node)) {
      if (child.type === '&&') this.after = 'success';
      else if (!child.isNamed) this.after = 'whatever';
      this.visit(child);
      if (!PLAIN_GROUPS.has(node.type)) continue;
      this.pipeline = ++this.pipelines;
    }
  }

  private visitPipeline(node: Node, pipeline = ++this.pipelines): void {
    for (const child of childrenOf(node)) {
      this.pipeline = pipeline;
      if (child.isNamed) this.visit(child);
      else if (!SIGNS.has(child.type)) this.meet(`the sign ${child.type}`);
      else this.after = 'whatever';
    }
  }

  /** Words of the list are commands' business; the variable has no value that is known. */
  private visitFor(node: Node): void {
    for (const child of childrenOf(node)) {
      if (child.type === 'variable_name') this.variables.delete(child.text);
      else if (child.type === 'select') this.meet('a menu');
      else if (WORDS.has(child.type)) {
        this.visitNested(child);
        if (/[$`{]/.test(child.text) && nestedCommands(child).length === 0) this.meet('an expansion');
      } else this.visit(child);
    }
  }

  private visitRedirected(node: Node): void {
    const body = node.childForFieldName('body');
    const redirects = childrenOf(node).filter((child) => child.id !== body?.id);
    if (body === null || body.type === 'command' || body.type === 'test_command')
      return this.addCommand(body, redirects);
    if (body.type === 'variable_assignment' || body.type === 'variable_assignments')
      return this.addCommand(body, redirects);
    if (body.type === 'pipeline' || body.type === 'list') return this.visitTail(body, redirects);
    this.meet('a redirection of a group');
    this.visit(body);
    this.addCommand(null, redirects);
  }

  /** The grammar hangs a redirection on the whole of `a | b > c`; it belongs to the last command. */
  private visitTail(body: Node, redirects: readonly Node[]): void {
    this.visit(body);
    const from = this.commands.length;
    this.addCommand(null, redirects);
    const [added] = this.commands.splice(from, 1);
    const last = this.commands.pop();
    if (added && last) this.commands.push({ ...last, redirects: [...last.redirects, ...added.redirects] });
  }

  private addCommand(node: Node | null, redirections: readonly Node[]): void {
    const [pipeline, after] = [this.pipeline, this.after];
    if (node !== null) this.commandStart = node.startIndex;
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    const assignments: { name: string; value: Word | null }[] = [];
    const children = node === null ? [] : childrenOf(node);
    if (node?.type === 'variable_assignment') assignments.push(this.assignment(node));
    else if (node?.type === 'test_command') words.push(...this.testWords(node));
    else if (node?.type === 'declaration_command' || node?.type === 'unset_command') {
      words.push(...children.map((child) => this.word(child)));
      this.forgetVariables(node);
    } else {
      for (const run of touching(children)) {
        const [first] = run as [Node];
        if (first.type === 'variable_assignment') assignments.push(this.assignment(first));
        else if (first.type.endsWith('_redirect')) redirects.push(...this.redirect(first));
        else words.push(this.word(...run));
      }
    }
    for (const redirection of redirections) redirects.push(...this.redirect(redirection));
    this.noteVariables(words, assignments, node);
    this.commands.push({ assignments, words, redirects, pipeline, after });
  }

  private word(...nodes: readonly Node[]): Word {
    const start = nodes[0]?.startIndex ?? 0;
    const end = nodes[nodes.length - 1]?.endIndex ?? start;
    const { word, obstacle, complete } = readWord(this.source, start, end, nodes, this.variables);
    if (!complete) this.complete = false;
    const hides = nodes.some((node) => this.isMessage(node));
    if (!hides) this.meet(obstacle);
    for (const node of nodes) {
      if (!WORDS.has(node.type) && !node.isNamed && node.text !== node.type) this.meet(`the sign ${node.type}`);
      if (!hides) this.visitNested(node);
    }
    return word;
  }

  /** `git commit -m "$(cat <<'EOF' … EOF)"`: a text, written down in a way that needs no quoting. */
  private isMessage(node: Node): boolean {
    const before = this.source.slice(this.commandStart, node.startIndex);
    if (!/^git\s+commit\s[^$`]*(?:-\w*m|--message)[\s=]*$/.test(before)) return false;
    const [nested, ...more] = nestedCommands(node);
    if (nested === undefined || more.length > 0) return false;
    const [, name] = /^"\$\(cat <<-?\s*'(\w+)'\n/.exec(node.text) ?? [];
    const ends = node.text.split('\n').filter((line) => line.trim() === name).length;
    return name !== undefined && ends === 1 && /\n\s*\)"$/.test(node.text) && isDocument(nested);
  }

  /** Commands in the substitutions of a word. The grammar does not see all that stand within `${…}`. */
  private visitNested(node: Node): void {
    const nested = nestedCommands(node);
    for (const inner of nested) this.visitInner(inner);
    if (nested.length === 0 && /\$\{[^]*`/.test(node.text)) this.commands.push(...roughCommands(node.text));
  }

  private visitInner(node: Node): void {
    const saved: [number, Command['after']] = [this.pipeline, this.after];
    for (const child of childrenOf(node)) if (child.isNamed) this.visit(child);
    [this.pipeline, this.after] = saved;
  }

  private assignment(node: Node): { name: string; value: Word | null } {
    const [target, sign, value] = childrenOf(node);
    if (target?.type !== 'variable_name' || sign?.type !== '=' || value?.type === 'array') {
      this.meet('a variable set in parts');
      this.visitNested(node);
      return { name: target?.text ?? '', value: null };
    }
    if (value === undefined) return { name: target.text, value: null };
    const { word, obstacle } = readWord(this.source, value.startIndex, value.endIndex, [value], this.variables);
    if (value.type !== 'command_substitution') this.meet(obstacle);
    this.visitNested(value);
    return { name: target.text, value: word };
  }

  /** Words of `[ … ]` and `[[ … ]]`, brackets included. */
  private testWords(node: Node): Word[] {
    const leaves: Node[] = [];
    const collect = (inner: Node): void => {
      if (WORDS.has(inner.type) || inner.childCount === 0) leaves.push(inner);
      else for (const child of childrenOf(inner)) collect(child);
    };
    for (const child of childrenOf(node)) collect(child);
    return touching(leaves).map(([first, ...more]) => {
      if (first?.isNamed === false && more.length === 0) return plainWord(first.text, first.startIndex, first.endIndex);
      return this.word(...(first ? [first, ...more] : more));
    });
  }

  private redirect(node: Node): readonly Redirect[] {
    if (node.type === 'herestring_redirect') return this.hereString(node);
    if (node.type === 'heredoc_redirect') return this.hereDocument(node);
    const [descriptor, ...rest] = childrenOf(node);
    const parts = descriptor?.type === 'file_descriptor' ? rest : childrenOf(node);
    const [sign, target, ...more] = parts;
    if (descriptor?.type === 'file_descriptor' && !/^\d+$/.test(descriptor.text)) this.meet('a named descriptor');
    if (more.length > 0) this.meet('a redirection with several targets');
    for (const swallowed of more) this.word(swallowed);
    if (sign === undefined || target === undefined) {
      this.meet('a redirection without a target');
      return [];
    }
    const word = this.word(target);
    if (sign.type === '<') return [{ kind: 'read', target: word }];
    if (sign.type === '>&' || sign.type === '<&') {
      if (/^(?:\d+|-|\d+-)$/.test(word.text)) return [];
      return [{ kind: 'write', target: word }];
    }
    if (!['>', '>>', '&>', '&>>'].includes(sign.type)) this.meet(`the redirection ${sign.type}`);
    if (/^\/dev\/(?:tcp|udp)\b/.test(word.text)) this.meet('a network connection');
    return [{ kind: 'write', target: word }];
  }

  private hereString(node: Node): readonly Redirect[] {
    const words = childrenOf(node).filter((child) => child.type !== '<<<' && child.type !== 'file_descriptor');
    return words.map((word) => ({ kind: 'text', text: this.word(word).text }));
  }

  private hereDocument(node: Node): readonly Redirect[] {
    const found: Redirect[] = [];
    for (const child of childrenOf(node)) {
      if (child.type === 'heredoc_body') {
        found.push({ kind: 'text', text: child.text });
        this.visitNested(child);
      } else if (child.type.endsWith('_redirect')) found.push(...this.redirect(child));
      else if (child.type === 'heredoc_start' || child.type === 'heredoc_end')
        this.meet(this.hereObstacle(node, child));
      else if (child.type === '&&') this.after = 'success';
      else if (!['<<', '<<-', 'file_descriptor'].includes(child.type)) {
        // They are found before the command the document belongs to, and would be judged as if they ran before it.
        if (/\b(?:cd|pushd|popd)\b/.test(child.text)) this.meet('a here-document in the middle of a line');
        if (child.type === 'pipeline') this.visitPipeline(child, this.pipeline);
        else this.visit(child);
        this.after = 'whatever';
      }
    }
    return found;
  }

  /** The document must end for the shell where it ends in the tree. */
  private hereObstacle(document: Node, mark: Node): string | null {
    const start = childrenOf(document).find((child) => child.type === 'heredoc_start');
    const quoted = /^(?:'(\w+)'|"(\w+)"|\\(\w+))$/.exec(start?.text ?? '');
    if (quoted === null) return 'a here-document with an unquoted word';
    if (mark.type === 'heredoc_start') return null;
    const name = quoted[1] ?? quoted[2] ?? quoted[3];
    const lines = this.source.slice(document.startIndex, document.endIndex).split('\n').slice(1);
    const tabs = document.children.some((child) => child?.type === '<<-');
    const ends = lines.findIndex((line) => (tabs ? line.replace(/^\t+/, '') : line) === name);
    return ends === lines.length - 1 ? null : 'a here-document whose end is not clear';
  }

  private noteVariables(words: readonly Word[], assignments: Command['assignments'], node: Node | null): void {
    if (words.length > 0) {
      const name = words[0]?.text ?? '';
      if (RUNNERS.has(name)) this.variables.clear();
      if (SETTERS.has(name) && node !== null) this.forgetVariables(node);
      return;
    }
    for (const { name, value } of assignments) {
      if (value === null || value.text.includes(UNKNOWN)) this.variables.delete(name);
      else this.variables.set(name, value.text);
    }
  }

  /** R3. */
  private forgetVariables(node: Node): void {
    for (const name of this.variables.keys()) if (node.text.includes(name)) this.variables.delete(name);
  }

  private meet(obstacle: string | null): void {
    this.obstacle ??= obstacle;
  }

  /** R2: what stands between the leaves of a tree must be blank. */
  unaccounted(root: Node): string | null {
    let at = 0;
    let odd: string | null = null;
    const pass = (node: Node): void => {
      if (LEAVES.has(node.type) || node.childCount === 0) {
        if (!this.isBlank(at, node.startIndex)) odd ??= 'a part that cannot be placed';
        at = Math.max(at, node.endIndex);
      } else for (const child of childrenOf(node)) pass(child);
    };
    pass(root);
    return this.isBlank(at, this.source.length) ? odd : 'a part that cannot be placed';
  }

  /** A line may be broken between two words, but not in the middle of one. */
  private isBlank(start: number, end: number): boolean {
    const gap = this.source.slice(start, end);
    if (!BLANK.test(gap)) return false;
    return !gap.startsWith('\\') || start === 0 || /[\s;|&]/.test(this.source[start - 1] as string);
  }
}

/** Nodes whose text is read from the source, or has no commands in it. */
const LEAVES = new Set([...WORDS, 'comment', 'heredoc_body', 'heredoc_start', 'heredoc_end', 'variable_assignment']);
const BLANK = /^(?:\\\n)?(?:[ \t\n;]|(?<=[ \t\n;|&])\\\n)*$/;

/** Whether a substitution is `cat` with a here-document and nothing else. */
function isDocument(node: Node): boolean {
  const [statement, ...more] = childrenOf(node).filter((child) => child.isNamed);
  if (more.length > 0 || statement?.type !== 'redirected_statement') return false;
  const [command, document, ...rest] = childrenOf(statement);
  if (rest.length > 0 || document === undefined) return false;
  const parts = childrenOf(document).map((child) => child.type.replace('<<-', '<<'));
  return command?.text === 'cat' && parts.join() === '<<,heredoc_start,heredoc_body,heredoc_end';
}

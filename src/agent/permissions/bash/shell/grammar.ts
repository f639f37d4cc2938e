import { createRequire } from 'node:module';
import { Language, type Node, Parser } from 'web-tree-sitter';

/** Reads shell text into a tree of its own kind of nodes. The tree is given to `use` and freed afterwards. */
export interface Grammar {
  read<T>(source: string, use: (root: Node) => T): T;
}

let loading: Promise<Grammar> | undefined;

/** The grammar of bash, loaded once a process. */
export function bashGrammar(): Promise<Grammar> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Grammar> {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(
    await Language.load(createRequire(import.meta.url).resolve('tree-sitter-bash/tree-sitter-bash.wasm')),
  );
  return {
    read(source, use) {
      const tree = parser.parse(source);
      if (tree === null) throw new Error('a parser without a language');
      try {
        return use(tree.rootNode);
      } finally {
        tree.delete();
      }
    },
  };
}

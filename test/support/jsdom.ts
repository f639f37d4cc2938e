import { runInThisContext } from 'node:vm';

/** The part of a page that the tests use: the package brings no types. */
export interface PageElement {
  readonly id: string;
  readonly tagName: string;
  readonly className: string;
  textContent: string;
  value: string;
  open: boolean;
  hidden: boolean;
  readonly dataset: Record<string, string | undefined>;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  dispatchEvent(event: object): boolean;
  click(): void;
  /** Of a template. */
  readonly content?: PageElement;
  /** Of a row. */
  readonly cells?: ArrayLike<PageElement>;
}
export interface PageDocument extends PageElement {
  readonly documentElement: PageElement;
  getElementById(id: string): PageElement | null;
  querySelector(selector: string): PageElement | null;
}

interface VirtualConsole {
  on(event: 'jsdomError', listener: (error: Error) => void): this;
}

export interface Page {
  readonly window: {
    readonly document: PageDocument;
    readonly Event: new (type: string) => object;
    close(): void;
  };
}

interface PageOptions {
  readonly runScripts?: 'dangerously';
  readonly url?: string;
  readonly virtualConsole?: VirtualConsole;
}

interface Package {
  readonly JSDOM: new (html: string, options?: PageOptions) => Page;
  readonly VirtualConsole: new () => VirtualConsole;
}

/** A page without its style sheet: to read that takes jsdom longer than all else. */
export function withoutStyle(html: string): string {
  return html.replace(/<style>[^<]*<\/style>/, '');
}

// Jest cannot `require` ES modules before Node 24, and the package does so: Node's own `require` loads it.
const nodes = runInThisContext('process.getBuiltinModule("node:module")') as typeof import('node:module');
const require = nodes.createRequire(import.meta.url);
export const { JSDOM, VirtualConsole } = require('jsdom') as Package;

declare module 'turndown-plugin-gfm' {
  import type { Plugin } from 'turndown';

  /** Tables, strikethrough, task lists and highlighted code, as GitHub writes them. */
  export const gfm: Plugin;
}

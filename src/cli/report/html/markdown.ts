import MarkdownIt from 'markdown-it';
import { terminalText } from '../../terminal/terminal-text.js';
import { isWebLink } from '../web-link.js';
import { type Markup, vouched } from './markup.js';

/** A model's Markdown as HTML: its own HTML is text, it links to the web and to mail only, and it loads nothing. */
export function markdownToHtml(text: string): Markup {
  return vouched(renderer().render(terminalText(text)));
}

function renderer() {
  const markdown = new MarkdownIt({ html: false });
  markdown.validateLink = isWebLink;
  const { rules } = markdown.renderer;
  rules['link_open'] = (tokens, index, options, _, self) => {
    tokens[index]?.attrSet('rel', 'noreferrer noopener');
    return self.renderToken(tokens, index, options);
  };
  rules['image'] = (tokens, index) => {
    const image = tokens[index];
    const { escapeHtml } = markdown.utils;
    const url = escapeHtml(String(image?.attrGet('src') ?? ''));
    return `<a rel="noreferrer noopener" href="${url}">[image: ${escapeHtml(image?.content || url)}]</a>`;
  };
  // Its headings stand below those of the page.
  for (const rule of ['heading_open', 'heading_close']) {
    rules[rule] = (tokens, index, options, _, self) => {
      const heading = tokens[index];
      if (heading) heading.tag = `h${Math.min(6, Number(heading.tag.slice(1)) + 2)}`;
      return self.renderToken(tokens, index, options);
    };
  }
  // Wide ones scroll by themselves.
  rules['table_open'] = () => '<div class="wide"><table>\n';
  rules['table_close'] = () => '</table></div>\n';
  return markdown;
}

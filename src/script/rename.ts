import { keyOf } from './literal.js';
import { openSource, type ScriptFile } from './source.js';
import { growTree } from './tree.js';

/**
 * The text of a compiled script with another `meta.name`. All else stays byte for byte: only the literal of the name is
 * written anew, in the quotes it had.
 */
export function renamed(script: ScriptFile, name: string): string {
  const source = openSource(script);
  const meta = growTree(source).header?.value;
  const properties = meta?.type === 'ObjectExpression' ? meta.properties : [];
  // Of several the last one counts.
  const property = properties.findLast((part) => part.type === 'Property' && keyOf(part) === 'name');
  if (property?.type !== 'Property') throw new Error('a script without meta.name is no compiled one');
  const { start, end } = property.value;
  const { code, text } = source;
  const mark = text.slice(0, text.length - code.length); // a byte order mark belongs to no line
  return `${mark}${code.slice(0, start)}${quoted(name, code[start])}${code.slice(end)}`;
}

function quoted(text: string, quote: string | undefined): string {
  const json = JSON.stringify(text);
  return quote === "'" ? `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'` : json;
}

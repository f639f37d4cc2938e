/**
 * Whether a script of sed reads or writes further files or runs commands: `r`, `R`, `w`, `W`, `e`, and the flags `w` and
 * `e` of `s`. True, too, for what cannot be read. Source: the manual of GNU sed.
 */
export function sedReachesOut(script: string): boolean {
  let rest = script;
  for (;;) {
    rest = rest.replace(/^(?:[\s;{}]+|#[^\n]*)+/, '');
    if (rest === '') return false;
    const behind = behindCommand(rest.replace(ADDRESSES, ''));
    if (behind === null) return true;
    rest = behind;
  }
}

const ADDRESS = String.raw`(?:\d+(?:~\d+)?|\$|\/(?:\\.|[^\\/\n])*\/[IM]*)`;
const ADDRESSES = new RegExp(String.raw`^${ADDRESS}(?:\s*,\s*(?:${ADDRESS}|[+~]\d+))?\s*!?\s*`);

/** What follows the first command; null when the command reaches out. */
function behindCommand(text: string): string | null {
  const [letter = ''] = text;
  if (letter === 's' || letter === 'y') return behindSubstitution(text);
  if ('{}'.includes(letter) && letter !== '') return text.slice(1);
  if ('aic'.includes(letter) && letter !== '') return text.replace(/^(?:\\\n|[^\n])*/, '');
  if (':btT'.includes(letter) && letter !== '') return text.replace(/^[^;\n}]*/, '');
  return /^[=dDgGhHlnNpPqQxz]\s*\d*\s*(?=[;}\n#]|$)/.test(text) ? text.replace(/^.\s*\d*/, '') : null;
}

function behindSubstitution(text: string): string | null {
  const form = /^[sy](?<mark>[^\w\s\\])(?:\\[^]|(?!\k<mark>)[^\\])*\k<mark>(?:\\[^]|(?!\k<mark>)[^\\])*\k<mark>/.exec(
    text,
  );
  if (form === null) return null;
  const rest = text.slice(form[0].length);
  return /^[gpiImM\d]*\s*(?=[;}\n#]|$)/.test(rest) ? rest.replace(/^[gpiImM\d]*/, '') : null;
}

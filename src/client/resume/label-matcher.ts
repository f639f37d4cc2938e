/**
 * Whether a label is one of these, or fits one that has `*` for any characters or `?` for one. In time that grows with the
 * label times the pattern, whatever they are.
 */
export function labelMatcher(patterns: readonly string[]): (label: string) => boolean {
  return (label) => patterns.some((pattern) => fits([...label], [...pattern]));
}

/** After a failed attempt the last `*` takes one character more; earlier ones need not be tried again. */
function fits(label: readonly string[], pattern: readonly string[]): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let taken = 0;
  while (at < label.length) {
    if (pattern[next] === '*') {
      star = next++;
      taken = at;
    } else if (pattern[next] === '?' || pattern[next] === label[at]) {
      next++;
      at++;
    } else if (star >= 0) {
      next = star + 1;
      at = ++taken;
    } else {
      return false;
    }
  }
  return pattern.slice(next).every((rest) => rest === '*');
}

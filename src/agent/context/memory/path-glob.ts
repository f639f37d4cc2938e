// Globs of path-scoped rules: `*` and `?` within a name, `**` for any folders, `{a,b}` for either.
//
// They come out of repositories, so matching takes bounded time whatever they hold: no regular expressions.

/** Alternatives one glob may stand for; the rest is left out. */
const MOST_ALTERNATIVES = 64;
/** Characters of a glob; a longer one matches nothing. */
const LONGEST_GLOB = 500;

/** Whether a glob covers a path; both with `/` between names, counted from the same folder. A folder covers what is below it. */
export function globCovers(glob: string, path: string): boolean {
  if (glob.length > LONGEST_GLOB) return false;
  const names = path.split('/');
  return alternativesOf(glob).some((alternative) => namesMatch(patternsOf(alternative), names));
}

function patternsOf(glob: string): readonly string[] {
  const counted = glob.replace(/^(?:\.?\/)+/, '');
  return (counted.endsWith('/') ? `${counted}**` : counted).split('/');
}

function alternativesOf(glob: string): readonly string[] {
  const done: string[] = [];
  const open = [glob];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [whole, inner] = /\{([^{}]*)\}/.exec(next) ?? [];
    if (whole === undefined || inner === undefined) done.push(next);
    else open.push(...inner.split(',').map((choice) => next.replace(whole, () => choice)));
    if (done.length + open.length > MOST_ALTERNATIVES) break;
  }
  return done;
}

/** Row by row of a table: `reach[i]` says whether the patterns so far match the first `i` names. */
function namesMatch(patterns: readonly string[], names: readonly string[]): boolean {
  let reach = [true, ...names.map(() => false)];
  for (const pattern of patterns) {
    if (pattern === '**') {
      const first = reach.indexOf(true);
      reach = reach.map((_, i) => first !== -1 && i >= first);
    } else {
      const before = reach;
      reach = [false, ...names.map((name, i) => before[i] === true && nameMatches(pattern, name))];
    }
  }
  return reach.at(-1) === true;
}

/** Goes back to the last star only: what an earlier one covers need not change. */
function nameMatches(pattern: string, name: string): boolean {
  let [p, n] = [0, 0];
  let star: { readonly p: number; readonly n: number } | null = null;
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = { p, n };
      p += 1;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p += 1;
      n += 1;
    } else if (star) {
      star = { p: star.p, n: star.n + 1 };
      p = star.p + 1;
      n = star.n;
    } else {
      return false;
    }
  }
  return [...pattern.slice(p)].every((rest) => rest === '*');
}

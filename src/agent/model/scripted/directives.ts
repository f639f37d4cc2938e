/**
 * What a task tells the scripted model to do. The first directive of each kind counts, except `then` and `tool`.
 *
 * | directive | effect |
 * |---|---|
 * | `<<delay:MS>>` | wait before every answer |
 * | `<<status:CODE>>`, `<<status:CODE*K>>` | answer with that HTTP status: always, or the first K requests with this task |
 * | `<<retry-after:SECONDS>>` | `retry-after` header of those answers |
 * | `<<drop*K>>` | close the connection without a byte, for the first K requests |
 * | `<<cut*K>>` | close the connection in the middle of the answer, for the first K requests |
 * | `<<hang*K>>` | begin the answer and then say nothing more, for the first K requests |
 * | `<<after:N>>` | status, drop, cut and hang spare the first N replies of a conversation |
 * | `<<trickle:MS>>` | wait that long behind every event of the answer |
 * | `<<tokens:N>>` | output tokens that `usage` reports |
 * | `<<stop:REASON>>` | `stop_reason` of a text answer |
 * | `<<echo:TEXT>>`, `<<blocks:A\|B>>`, `<<big:N>>` | the text of the answer |
 * | `<<json:{…}>>`, `<<then:{…}>>`, `<<prose:TEXT>>`, `<<prose*K:TEXT>>` | structured answers |
 * | `<<tool:NAME {…}>>` | call that tool first: one call a reply, or all in one with `<<parallel>>` |
 */
export interface Directives {
  readonly delayMs: number;
  readonly status: { readonly code: number; readonly first: number } | null;
  readonly retryAfter: string | null;
  readonly drop: number;
  readonly cut: number;
  readonly hang: number;
  readonly after: number;
  readonly trickleMs: number;
  readonly outputTokens: number;
  readonly stop: string;
  readonly text: readonly string[] | null;
  readonly json: string | null;
  readonly then: readonly string[];
  readonly prose: { readonly text: string; readonly first: number } | null;
  readonly tools: readonly { readonly name: string; readonly input: string }[];
  readonly parallel: boolean;
}

const PLAIN: Directives = {
  delayMs: 0,
  status: null,
  retryAfter: null,
  drop: 0,
  cut: 0,
  hang: 0,
  after: 0,
  trickleMs: 0,
  outputTokens: 50,
  stop: 'end_turn',
  text: null,
  json: null,
  then: [],
  prose: null,
  tools: [],
  parallel: false,
};

export function readDirectives(task: string): Directives {
  if (!task.includes('<<')) return PLAIN;
  const status = task.match(/<<status:(\d+)(?:\*(\d+))?>>/);
  const prose = task.match(/<<prose(?:\*(\d+))?:(.*?)>>/s);
  return {
    delayMs: numberIn(task, /<<delay:(\d+)>>/) ?? PLAIN.delayMs,
    status: status && { code: Number(status[1]), first: countOf(status[2]) },
    retryAfter: task.match(/<<retry-after:([^>]*)>>/)?.[1] ?? null,
    drop: numberIn(task, /<<drop\*(\d+)>>/) ?? 0,
    cut: numberIn(task, /<<cut\*(\d+)>>/) ?? 0,
    hang: numberIn(task, /<<hang\*(\d+)>>/) ?? 0,
    after: numberIn(task, /<<after:(\d+)>>/) ?? 0,
    trickleMs: numberIn(task, /<<trickle:(\d+)>>/) ?? 0,
    outputTokens: numberIn(task, /<<tokens:(\d+)>>/) ?? PLAIN.outputTokens,
    stop: task.match(/<<stop:(\w+)>>/)?.[1] ?? PLAIN.stop,
    text: textIn(task),
    json: task.match(/<<json:(.*?)>>/s)?.[1] ?? null,
    then: [...task.matchAll(/<<then:(.*?)>>/gs)].map((found) => found[1] ?? ''),
    prose: prose && { text: prose[2] ?? '', first: countOf(prose[1]) },
    tools: [...task.matchAll(/<<tool:([\w-]+) (.*?)>>/gs)].map((found) => ({
      name: found[1] ?? '',
      input: found[2] ?? '',
    })),
    parallel: task.includes('<<parallel>>'),
  };
}

/** Without `*K` a directive holds for every request. */
function countOf(digits: string | undefined): number {
  return digits === undefined ? Number.POSITIVE_INFINITY : Number(digits);
}

function numberIn(task: string, pattern: RegExp): number | null {
  const found = task.match(pattern);
  return found ? Number(found[1]) : null;
}

function textIn(task: string): readonly string[] | null {
  const big = numberIn(task, /<<big:(\d+)>>/);
  if (big !== null) return ['x'.repeat(big)];
  const blocks = task.match(/<<blocks:([^>]*)>>/);
  if (blocks) return (blocks[1] ?? '').split('|');
  const echo = task.match(/<<echo:([^>]*)>>/);
  return echo ? [echo[1] ?? ''] : null;
}

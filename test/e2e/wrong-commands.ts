import type { Refused } from '../support/refusals.js';

/** Stands for a run of `tour` that has ended: its agents are `reader` and `loser`. There are several runs of it. */
export const ENDED = 'ENDED';

/** Stands for the address of the server. */
export const ADDRESS = 'ADDRESS';

/** Commands that a server and its runs refuse. */
export const REFUSED: readonly Refused[] = [
  // No such run, or more than one.
  [['attach', 'nobody'], 3, /no run matches "nobody"/],
  [['show', 'lh-nobody-x'], 3, /no run matches "lh-nobody-x"/],
  [['why', 'lh-nobody-00000000000000000000000000'], 3, /no run matches "lh-nobody-0{26}"/],
  [['logs', "no'body"], 3, /no run matches "no'body"/],
  [['result', 'lh-'], 2, /"lh-" begins the names of several runs:/],
  [['result', 'lh-tour-0'], 2, /"lh-tour-0" begins the names of several runs:/],
  [['cost', 'nobody'], 3, /no run matches "nobody"/],
  [['report', 'nobody'], 3, /no run matches "nobody"/],
  [['inbox', 'nobody'], 3, /no run matches "nobody"/],
  [['save', 'nobody'], 3, /no run matches "nobody"/],
  [['export', 'nobody'], 3, /no run matches "nobody"/],
  [['fork', 'nobody'], 3, /no run matches "nobody"/],
  [['stop', 'nobody\u001b[2J'], 3, /no run matches "nobody"$/],

  // It is not in the state for that.
  [['pause', ENDED], 1, /the run has ended/],
  [['stop', ENDED], 1, /the run has ended/],
  [['kill', ENDED, '1'], 1, /the run has ended/],
  [['skip', ENDED, 'reader'], 1, /the run has ended/],
  [['restart', ENDED, '2'], 1, /the run has ended/],
  [['steer', ENDED, '1', 'hurry'], 1, /the run has ended/],
  [['steer', ENDED, '--all', 'hurry'], 1, /the run has ended/],
  [['concurrency', ENDED, '5'], 1, /the run has ended/],
  [['raise', ENDED, '--max-usd', '5'], 1, /the run has ended/],
  [['raise', ENDED], 2, /no cap was given to raise/],

  // No such agent, or none that asks.
  [['show', ENDED, 'nobody'], 3, /there is no agent "nobody"\. There are:/],
  [['show', ENDED, '99'], 3, /there is no agent "99"/],
  [['logs', ENDED, 'read'], 3, /there is no agent "read"/],
  [['kill', ENDED, 'nobody'], 3, /there is no agent "nobody"/],
  [['approve', ENDED], 3, /no agent asks for anything/],
  [['deny', ENDED, 'reader'], 3, /no agent asks for anything/],
  [['answer', ENDED, 'reader', 'yes'], 3, /no agent asks for anything/],

  // Files that cannot be what they are to be.
  [['save', ENDED, 'a/b'], 2, /cannot save a workflow as "a\/b": it holds a slash/],
  [['save', ENDED, '..', '--user'], 2, /cannot save a workflow as "\.\."/],
  [['save', ENDED, 'linked', '--user'], 4, /cannot save to .*linked\.js: .*link/],
  [['save', ENDED, 'taken', '--user'], 2, /taken\.js holds another script/],
  [['export', ENDED, 'tour.js'], 3, /cannot use .*tour\.js: /],
  [['export', ENDED, 'nowhere/run.jsonl'], 3, /cannot use .*nowhere\/run\.jsonl: /],
  [['import', 'nowhere.jsonl'], 3, /cannot use nowhere\.jsonl: /],
  [['import', 'tour.js'], 2, /cannot import this file: /],
  [['report', ENDED, '-o', 'nowhere/report.html'], 3, /cannot use .*nowhere\/report\.html: /],
  [['resume', ENDED, '--script', 'nowhere.js'], 3, /cannot read script nowhere\.js/],
  [['resume', ENDED, '--args', '{'], 2, /args are not JSON/],
  [['resume', ENDED, '--invalidate', 'nobody*'], 3, /no agent of lh-tour-\S+ has a label that fits "nobody\*"/],
  [['resume', ENDED, '--cwd', 'nowhere'], 3, /there is no directory .*nowhere/],

  // No such place on the server.
  [['list', '--address', ADDRESS, '--namespace', 'nobody'], 4, /Temporal at \S+ refuses: /],
];

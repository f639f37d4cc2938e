// What a person is asked before a script runs that nobody has vouched for yet.
//
// A1  Nothing is started before the answer; no answer is a no.
// A2  Keys pressed before the question stood there do not answer it.
// A3  What was edited is compiled and prepared anew, and asked for again: no text runs that was not asked for.

import { setupIn } from '../../agent/context/setup-blob.js';
import type { PreparedRun } from '../../client/prepare-run.js';
import { isLonghaulError, LonghaulError } from '../../config/errors.js';
import { compileScript } from '../../script/compile.js';
import type { CompiledScript } from '../../script/compiled-script.js';
import { readOutline } from '../../script/outline.js';
import { reportError } from '../output/report-error.js';
import { colorsOf, type Terminal, writeLines } from '../terminal/terminal.js';
import { terminalLine } from '../terminal/terminal-text.js';
import { type Choices, choose } from './choose.js';
import { editScript } from './edit-script.js';
import { type Keys, openKeys } from './keys.js';
import { limitWords } from './limit-words.js';
import { panelLines } from './panel.js';
import { permissionWords } from './permission-words.js';
import { showScript } from './show-script.js';
import { asksOnce, subjectOf, trustFrom } from './trusting.js';
import type { Trust, Trusted } from './trust-store.js';

/** A run that is about to start. */
export interface Approvable<P extends PreparedRun> {
  readonly prepared: P;
  readonly trust: Exclude<Trust, 'trusted'>;
  /** Where edits go, when a person named a file: else they are for this run only. */
  readonly file: string | null;
  /** Prepares it anew, with an edited script. */
  readonly prepare: (script: CompiledScript) => Promise<P>;
  /** What it may take, in one line; null when nobody knows. */
  readonly estimate: (prepared: P) => Promise<string | null>;
}

/**
 * The run as a person approves of it, with the script they may have edited.
 *
 * @throws LonghaulError APPROVAL_DECLINED, and what `estimate` throws
 */
export async function approve<P extends PreparedRun>(approvable: Approvable<P>, terminal: Terminal): Promise<P> {
  let { prepared } = approvable;
  const keys = openKeys(terminal);
  try {
    for (;;) {
      const answer = await ask(prepared, approvable, keys, terminal);
      if (answer === 'decline') throw new LonghaulError('APPROVAL_DECLINED', { name: prepared.spec.script.meta.name });
      if (answer === 'edit') {
        prepared = await edited(prepared, approvable, keys, terminal); // A3
        continue;
      }
      if (answer === 'trust' || (await asksOnce(prepared, terminal))) await trustFrom(prepared, terminal);
      return prepared;
    }
  } finally {
    keys.close();
  }
}

type Answer = 'run' | 'trust' | 'show' | 'edit' | 'decline';

/** Shows the panel, and the script as often as it is wanted. */
async function ask<P extends PreparedRun>(
  prepared: P,
  { trust, file, estimate }: Approvable<P>,
  keys: Keys,
  terminal: Terminal,
): Promise<Exclude<Answer, 'show'>> {
  const { spec, setup } = prepared;
  const { script } = spec;
  const { stderr, env } = terminal;
  const facts = {
    meta: script.meta,
    file: script.file,
    text: script.text,
    outline: readOutline(script),
    estimate: await estimate(prepared),
    limits: limitWords(spec),
    permissions: permissionWords(setupIn(setup), spec.onAsk),
    trust,
  };
  for (;;) {
    const lines = panelLines(facts, Math.max(1, (stderr.columns ?? 80) - 1), colorsOf(stderr, env));
    await writeLines(stderr, lines);
    keys.forget(); // A2
    const answer = await choose(choicesFor(subjectOf(prepared), file), BY_KEY, keys, terminal);
    const wanted = answer === 'show' ? await showScript(script.text, keys, terminal) : answer;
    if (wanted !== 'back') return wanted;
  }
}

const BY_KEY = { escape: 'decline', edit: 'edit' } as const;

function choicesFor({ name, path }: Trusted, file: string | null): Choices<Answer> {
  return [
    ['run', 'Run it'],
    ['trust', terminalLine(`Run it, and don't ask again for ${name} in ${path}`)],
    ['show', `Show the script (Ctrl+G edits ${file === null ? 'a copy of it, for this run' : 'it'})`],
    ['decline', "Don't run it (Esc)"],
  ];
}

/** The run with the script as it is after the person edited it: as often as it takes until that is one. */
async function edited<P extends PreparedRun>(
  prepared: P,
  { file, prepare }: Approvable<P>,
  keys: Keys,
  terminal: Terminal,
): Promise<P> {
  const { script } = prepared.spec;
  let text = script.text;
  for (;;) {
    try {
      text = await keys.lend(() => editScript({ file, text }, terminal));
      return await prepare(compileScript({ file: script.file, text }));
    } catch (error) {
      if (!isLonghaulError(error)) throw error;
      await reportError(error, terminal);
    }
    keys.forget();
    const answer = await choose(AFTER_FAULT, { escape: 'decline', edit: 'edit' }, keys, terminal);
    if (answer === 'decline') throw new LonghaulError('APPROVAL_DECLINED', { name: script.meta.name });
  }
}

const AFTER_FAULT: Choices<'edit' | 'decline'> = [
  ['edit', 'Edit it again'],
  ['decline', "Don't run it (Esc)"],
];

import { writeJournal } from '../../activities/journal-pages.js';
import { LonghaulError } from '../../config/errors.js';
import type { JournalLine } from '../../journal/line.js';
import { reusableLines } from '../../journal/reusable.js';
import type { ReplayRule } from '../../journal/replay.js';
import type { CompiledScript } from '../../script/compiled-script.js';
import type { Storage } from '../../storage/storage.js';
import type { RunCaps, RunSpec } from '../../workflows/spec.js';
import { treeOf } from '../../workspace/git/tree.js';
import { type PreparedRun, prepareRun, type RunRequest, type Surroundings } from '../prepare-run.js';
import type { ArchivedRun } from './archived-run.js';
import { labelMatcher } from './label-matcher.js';

/** What a person says when resuming a run; the rest is as the old run had it. */
export interface ResumeRequest extends Partial<Omit<RunRequest, 'caps' | 'provider'>> {
  /** Each cap in the place of the old one. */
  readonly caps?: Partial<RunCaps>;
  readonly rule: ReplayRule;
  /** Whether failed and skipped agents keep their outcomes instead of being done again. */
  readonly keepFailures: boolean;
  /** Labels, or patterns of them, of agents that are done again. */
  readonly invalidate: readonly string[];
}

/** A run that takes over what another has done. */
export interface PreparedResume extends PreparedRun {
  readonly from: string;
  readonly rule: ReplayRule;
  readonly lines: readonly JournalLine[];
}

/**
 * Prepares a run in the place of an old one: with its script, its arguments, its model and its limits where nothing else is
 * asked for, and with the saved workflows and the agents' setup of today.
 *
 * @throws LonghaulError what `prepareRun` names, and NOTHING_INVALIDATED
 */
export async function prepareResume(
  request: ResumeRequest,
  old: ArchivedRun,
  surroundings?: Surroundings,
): Promise<PreparedResume> {
  const { rule, keepFailures, invalidate, ...wanted } = request;
  const { run: from, args, script, workspace, onAsk, askTimeoutMs, onFail, model } = old.spec;
  const prepared = await prepareRun(
    {
      script,
      workspace,
      onAsk,
      provider: model.provider,
      ...(args !== null && { args }),
      ...(askTimeoutMs !== undefined && { askTimeoutMs }),
      ...(onFail && { onFail }),
      ...wanted,
      limits: { ...old.spec.limits, ...wanted.limits },
      caps: {
        onCap: 'pause',
        ...old.spec.caps,
        ...wanted.caps,
        agent: { ...old.spec.caps?.agent, ...wanted.caps?.agent },
      },
    },
    surroundings,
  );
  requireMatches(invalidate, old);
  const invalidated = labelMatcher(invalidate);
  const lines = reusableLines(old.lines, { order: old.end?.order ?? [], keepFailures, invalidated });
  return { ...prepared, spec: specLike(old.spec, prepared.spec, wanted), from, rule, lines };
}

/** Puts what is taken over where the run will read it. */
export async function withJournal(
  { spec, from, rule, lines, ...rest }: PreparedResume,
  { blobs }: Storage,
): Promise<PreparedRun> {
  const pages = await writeJournal(lines, blobs);
  return { ...rest, spec: { ...spec, reuse: { from, pages, rule } } };
}

/** Whether the workspace is as the old run left it; null where that is not known. */
export async function isWorkspaceUnchanged({ end }: ArchivedRun, { workspace }: RunSpec): Promise<boolean | null> {
  const tree = end?.tree ?? null;
  return tree === null ? null : (await treeOf(workspace)) === tree;
}

/** Models are those of the old run, whatever the environment says today. What workflows were saved then still is. */
function specLike(old: RunSpec, spec: RunSpec, { model }: Pick<ResumeRequest, 'model'>): RunSpec {
  const names = new Set(spec.saved.map(({ meta }) => meta.name));
  const gone = old.saved.filter(({ meta }: CompiledScript) => !names.has(meta.name));
  return {
    ...spec,
    saved: [...spec.saved, ...gone],
    ...(model === undefined && { model: old.model, aliases: old.aliases }),
  };
}

/** A typing error must not pass for an agent that is done again. */
function requireMatches(patterns: readonly string[], { spec, lines }: ArchivedRun): void {
  for (const pattern of patterns) {
    const fits = labelMatcher([pattern]);
    if (!lines.some(({ label }) => fits(label)))
      throw new LonghaulError('NOTHING_INVALIDATED', { run: spec.run, pattern });
  }
}

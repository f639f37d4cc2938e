// The library: all that other programs import, as `import { openClient } from 'longhaul'`. See docs/library.md.

export { isLonghaulError, LonghaulError } from '../config/errors.js';
export type { Note } from '../agent/context/note.js';
export type { Json, Usage } from '../interpreter/outcome.js';
export type { Cost } from '../workflows/cost.js';
export type { CostReport, CostRow } from '../workflows/cost-report.js';
export type { RunEvent, RunStatus } from '../workflows/events.js';
export type {
  AgentTarget,
  AnswerAsked,
  ApproveAsked,
  Asked,
  AskRow,
  AskTarget,
  ConcurrencyAsked,
  Overview,
  Page,
  PauseAsked,
  RaiseAsked,
  SteerAsked,
} from '../workflows/messages.js';
export type { OnAsk, PermissionAsk, Question } from '../workflows/ports.js';
export type { Failure, RunError, RunResult, Totals } from '../workflows/run-result.js';
export type { RunCaps, RunLimits, RunSpec, SpendingCaps } from '../workflows/spec.js';
export { type AgentRow, emptyState, type PhaseRow, reduce, type RunState } from '../workflows/state.js';
export { exportRun } from './bundle/export-run.js';
export { importRun, type ReadBundle } from './bundle/import-run.js';
export { collectGarbage } from './collect-garbage.js';
export { type Conversation, type ConversationItem, readConversation } from './conversation.js';
export { dryRun } from './dry-run.js';
export type { DryRun, RehearsalSpec } from './dry-run/rehearsal.js';
export type { Estimate, PastEstimate, PathEstimate } from './estimate.js';
export { estimateRun } from './estimate-run.js';
export type { InboxRow } from './inbox.js';
export type { RunFilter } from './list-runs.js';
export type { LiveAgent } from './live-agents.js';
export { type ClientSettings, connectClient, type LonghaulClient } from './longhaul-client.js';
export { openClient, type OpenOptions } from './open-client.js';
export { type PreparedRun, prepareRun, type RunRequest, type Surroundings } from './prepare-run.js';
export { type ArchivedRun, findRecorded, readArchived } from './resume/archived-run.js';
export { type Forecast, forecast } from './resume/forecast.js';
export {
  isWorkspaceUnchanged,
  type PreparedResume,
  prepareResume,
  type ResumeRequest,
  withJournal,
} from './resume/prepare-resume.js';
export type { RunHandle } from './run-handle.js';
export type { RunRow } from './run-row.js';
export { readStory, type Story } from './story.js';

import type { Conversation } from '../../client/conversation.js';
import type { DryRun } from '../../client/dry-run/rehearsal.js';
import type { PathEstimate } from '../../client/estimate.js';
import type { InboxRow } from '../../client/inbox.js';
import type { RunRow } from '../../client/run-row.js';
import type { CallId } from '../../interpreter/call.js';
import type { Origin } from '../../script/registry.js';
import type { DaemonStatus } from '../../server/daemon/status.js';
import type { Swept } from '../../storage/sweep-blobs.js';
import type { Cost } from '../../workflows/cost.js';
import type { CostReport } from '../../workflows/cost-report.js';
import type { RunEvent } from '../../workflows/events.js';
import type { AskRow } from '../../workflows/messages.js';
import type { RunResult } from '../../workflows/run-result.js';
import type { Setting } from '../config/setting.js';
import type { Finding as DoctorFinding } from '../doctor/finding.js';
import type { Finding } from './findings.js';
import type { LogItem } from '../logs/item-lines.js';
import type { Substitute } from './rejection.js';
import type { ReportDocument } from '../report/json.js';
import type { AgentView } from '../show/agent-view.js';
import type { RunView } from '../show/run-view.js';
import type { Why } from '../why.js';

/**
 * What stands on stdout as JSON, by the name of its shape. Each has a schema (scripts/schemas/, which the compiler holds
 * to these types) that is published as docs/schemas/<name>.v1.json; docs/json.md says who prints it.
 */
export interface Documents {
  readonly agent: AgentView;
  readonly asks: { readonly run: string; readonly asks: readonly AskRow[] };
  readonly check: CheckDocument;
  readonly config: { readonly settings: readonly Setting[] };
  readonly conversation: { readonly run: string; readonly call: CallId; readonly label: string } & Conversation;
  readonly cost: CostReport;
  readonly doctor: { readonly ok: boolean; readonly findings: readonly DoctorFinding[] };
  readonly down: { readonly stopped: boolean };
  readonly error: ErrorDocument;
  readonly event: RunEvent;
  readonly forecast: ForecastDocument;
  readonly gc: Swept;
  readonly inbox: { readonly runs: readonly InboxRow[] };
  readonly item: { readonly run: string; readonly call: CallId } & LogItem;
  readonly list: { readonly runs: readonly RunRow[] };
  readonly logs: { readonly run: string; readonly events: readonly RunEvent[] };
  readonly report: ReportDocument;
  readonly result: RunResult | Substitute;
  readonly show: RunView;
  readonly started: { readonly run: string; readonly status: 'running' };
  readonly status: DaemonStatus;
  readonly version: VersionDocument;
  readonly why: Why;
  readonly workflows: WorkflowsDocument;
}

export type DocumentName = keyof Documents;

export interface CheckDocument {
  readonly file: string;
  /** Whether it would start. */
  readonly ok: boolean;
  readonly problems: readonly Finding[];
  /** Of a dry run: absent without one, null when the script has errors. */
  readonly dryRun?: DryRun | null;
  readonly estimate?: PathEstimate | null;
}

/** Of a command that failed. */
export interface ErrorDocument {
  /** Of LonghaulError; UNEXPECTED for what is a bug of ours. */
  readonly code: string;
  readonly message: string;
  /** The next step; absent where the message says it. */
  readonly hint?: string;
}

export interface ForecastDocument {
  /** The run whose work would be taken over. */
  readonly from: string;
  readonly reused: number;
  /** Agents, and of them those that go on with their conversation. */
  readonly toRun: number;
  readonly goingOn: number;
  /** Whether the figures are the least there is. */
  readonly atLeast: boolean;
  readonly tokens: number;
  readonly cost: Cost;
}

export interface VersionDocument {
  readonly longhaul: string;
  readonly build: string;
  readonly node: string;
  readonly temporal: { readonly cli: string; readonly server: string; readonly oldestServer: string };
  readonly engine: string;
  readonly platform: string;
}

export interface WorkflowsDocument {
  /** One for each name, nearest folder first. */
  readonly workflows: readonly {
    readonly name: string;
    readonly description: string;
    readonly whenToUse: string | null;
    readonly origin: Origin;
    readonly file: string;
    /** Files of the same name that it hides. */
    readonly shadows: readonly string[];
  }[];
  /** Files of the folders that are no workflows. */
  readonly refused: readonly { readonly file: string; readonly code: string; readonly reason: string }[];
}

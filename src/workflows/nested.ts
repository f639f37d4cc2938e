import { proxyActivities } from '@temporalio/workflow';
import type { Call, CallId } from '../interpreter/call.js';
import type { FailureCode } from '../interpreter/outcome.js';
import type { CompiledScript } from '../script/compiled-script.js';
import { activityMessage } from './activity-message.js';
import type { Inbox } from './inbox.js';
import type { Ledger } from './ledger.js';
import type { ReadScriptResult, RunActivities } from './ports.js';
import type { RunSpec } from './spec.js';

type WorkflowCall = Extract<Call, { kind: 'workflow' }>;

/** Finds the scripts that `workflow()` names: saved ones in the run's own record, others by an activity that reads the file. */
export class Nested {
  private readonly spec: RunSpec;
  private readonly ledger: Ledger;
  private readonly inbox: Inbox;
  private readonly activities = proxyActivities<Pick<RunActivities, 'readScript'>>({
    startToCloseTimeout: '10 seconds',
    retry: { maximumAttempts: 5 },
  });

  private reading = 0;

  constructor(spec: RunSpec, ledger: Ledger, inbox: Inbox) {
    this.spec = spec;
    this.ledger = ledger;
    this.inbox = inbox;
  }

  /** Whether a script is being read. */
  isReading(): boolean {
    return this.reading > 0;
  }

  find({ id, ref, scope }: WorkflowCall): void {
    const { saved, limits } = this.spec;
    if (scope.length >= limits.nesting) {
      const deepest = limits.nesting === 1 ? 'one level' : `${limits.nesting} levels`;
      const message = `workflow() cannot be called here: nesting is limited to ${deepest}. Call the agents of the inner script directly`;
      return this.refuse(id, 'NESTING_TOO_DEEP', message);
    }
    if ('scriptPath' in ref) return this.read(id, ref.scriptPath);
    const script = saved.find(({ meta }) => meta.name === ref.name);
    if (script) return this.hand(id, script);
    const known = saved.map(({ meta }) => meta.name).join(', ') || 'none';
    this.refuse(id, 'UNKNOWN_WORKFLOW', `no workflow is named '${ref.name}'. Known workflows: ${known}`);
  }

  private read(id: CallId, path: string): void {
    this.reading++;
    const found = (result: ReadScriptResult): void => {
      this.reading--;
      if (result.kind === 'script') this.hand(id, result.script);
      else this.refuse(id, 'UNKNOWN_WORKFLOW', result.message);
      this.inbox.deliver();
    };
    this.activities.readScript
      .executeWithOptions({ summary: path.slice(0, LONGEST_SUMMARY) }, [{ path, workspace: this.spec.workspace }])
      .then(found, (error: unknown) => found({ kind: 'refused', message: activityMessage(error) }));
  }

  private hand(call: CallId, script: CompiledScript): void {
    this.ledger.record({ type: 'log', line: `▸ running dynamic workflow ${script.meta.name}`, scope: [] });
    this.inbox.push({ kind: 'script', call, script });
  }

  private refuse(call: CallId, code: FailureCode, message: string): void {
    const outcome = { status: 'failed', code, message, seen: 'exception' } as const;
    this.inbox.push({ kind: 'outcome', call, outcome, tokens: 0 });
  }
}

/** Characters; the server takes 400 bytes. */
const LONGEST_SUMMARY = 100;

import { CancellationScope, proxyActivities } from '@temporalio/workflow';
import type { CallId } from '../interpreter/call.js';
import { activityMessage } from './activity-message.js';
import type { Ledger } from './ledger.js';
import type { KeptWorktree, LeftWorktree, RunActivities } from './ports.js';
import type { RunSpec } from './spec.js';

/** The worktrees of a run's agents: which there may be, which are kept, and the cleaning when the run ends. */
export class Worktrees {
  private readonly spec: RunSpec;
  private readonly ledger: Ledger;
  private readonly activities = proxyActivities<Pick<RunActivities, 'cleanWorkspaces'>>({
    startToCloseTimeout: '1 hour',
    retry: { maximumAttempts: 5 },
  });
  /** Legs that may be at work in worktrees. They never reject. */
  private readonly legs = new Set<Promise<void>>();
  private used: boolean;

  constructor(spec: RunSpec, ledger: Ledger, used = false) {
    this.spec = spec;
    this.ledger = ledger;
    this.used = used;
  }

  /** Whether there have been any. */
  carry(): boolean {
    return this.used;
  }

  /** Notes a leg in a worktree: there is something to clean, but not before it has ended. */
  occupy(leg: Promise<void>): void {
    this.used = true;
    this.legs.add(leg);
    void leg.then(() => this.legs.delete(leg));
  }

  /** Records, once, that the worktree of this agent stays. */
  keep(call: CallId, { path, branch }: KeptWorktree): void {
    const known = this.ledger.state.agents.get(call)?.worktree;
    if (!known) this.ledger.record({ type: 'kept', call, worktree: { path, branch } });
  }

  /**
   * Removes what the agents of the run, also stopped and crashed ones, have left unchanged, and records what is kept. To be
   * called when all legs have ended or were told to. Null when there is nothing to do.
   */
  clean(): Promise<void> | null {
    const { base } = this.spec;
    return this.used && base !== null ? this.cleanFrom(base) : null;
  }

  private async cleanFrom(base: string): Promise<void> {
    const { run, workspace, limits } = this.spec;
    await Promise.all(this.legs);
    const options = { summary: 'worktrees', heartbeatTimeout: limits.heartbeatTimeoutMs };
    await CancellationScope.nonCancellable(() =>
      this.activities.cleanWorkspaces.executeWithOptions(options, [{ run, workspace, base }]),
    ).then(
      (left: readonly LeftWorktree[]) => left.forEach((worktree) => this.keep(worktree.call, worktree)),
      (error: unknown) => {
        const line = `worktrees of the run may be left: ${activityMessage(error)}`;
        this.ledger.record({ type: 'warned', line, scope: [] });
      },
    );
  }
}

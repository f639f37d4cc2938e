import type { ReportAgent } from './report.js';

/** Agents that were lost for the same reason. */
export interface FailureGroup {
  readonly status: ReportAgent['status'];
  readonly code: string | null;
  readonly message: string;
  readonly agents: readonly ReportAgent[];
}

/** Failures before what persons skipped; the reason that most agents share first. */
export function groupsOf(lost: readonly ReportAgent[]): readonly FailureGroup[] {
  const groups = new Map<string, FailureGroup & { readonly agents: ReportAgent[] }>();
  for (const agent of lost) {
    const { status, code, why } = agent;
    const key = JSON.stringify([status, code, why]);
    const group = groups.get(key) ?? { status, code, message: why ?? '', agents: [] };
    group.agents.push(agent);
    groups.set(key, group);
  }
  const rank = ({ status }: FailureGroup): number => (status === 'failed' ? 0 : 1);
  return [...groups.values()].toSorted((a, b) => rank(a) - rank(b) || b.agents.length - a.agents.length);
}

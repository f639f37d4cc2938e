import type { RunState } from './state.js';

/** The run as a Markdown table, for the Web UI's "current details". */
export function currentDetails(state: RunState): string {
  const rows = state.phases
    .filter((phase) => phase.agents > 0 || phase.title !== null)
    .map((phase) => {
      const done = phase.ok + phase.failed + phase.skipped;
      const tokens = phase.usage.input + phase.usage.output + phase.usage.cacheRead + phase.usage.cacheWrite;
      return `| ${cell(phase.title ?? '—')} | ${done}/${phase.agents} | ${phase.running} | ${phase.failed} | ${tokens} |`;
    });
  return ['| Phase | Done | Running | Failed | Tokens |', '|---|---|---|---|---|', ...rows].join('\n');
}

/** Titles come from scripts: they must not break out of their cell. */
function cell(text: string): string {
  return text.replace(/[\s|`<>[\]]+/g, ' ').slice(0, 80);
}

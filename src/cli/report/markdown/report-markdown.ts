import { tokensOf } from '../../../interpreter/outcome.js';
import { costInWords } from '../../../workflows/cost.js';
import type { CostRow } from '../../../workflows/cost-report.js';
import { counted, duration, spending } from '../../output/amounts.js';
import { utcMinuteOf } from '../../output/moments.js';
import { groupsOf } from '../failure-groups.js';
import { failuresOf, type Report, type ReportAgent } from '../report.js';
import { fenced, plain } from './escape.js';
import { tamed } from './tame.js';

/** Rows of a table, reasons told, and agents named for each. */
const MOST_ROWS = 200;
const MOST_REASONS = 50;
const MOST_NAMED = 10;
const LONGEST_RESULT = 200_000;

/** The report as GitHub-flavoured Markdown: what the page says, but for timeline, conversations and script. */
export function reportMarkdown(report: Report): string {
  const parts = [
    head(report),
    failures(report),
    result(report),
    costs('phase', phaseRows(report), '(no phase)'),
    costs('model', report.models, ''),
    agents(report),
    list('Warnings', report.warnings),
    list('Log', report.logs),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function head(report: Report): string {
  const { run, name, description, status, startedAt, endedAt, writtenAt, totals, goesOn, from } = report;
  const { agents: all, ok, failed, skipped, reused = 0 } = totals;
  const counts = [`${ok} ok`, `${failed} failed`, `${skipped} skipped`, `${reused} reused`].join(', ');
  return [
    `# ${plain(name)}: ${status.replaceAll('_', ' ')}`,
    plain(description),
    [
      `- Run \`${run}\``,
      `- Started ${utcMinuteOf(startedAt)}${endedAt === null ? '' : `, ended ${utcMinuteOf(endedAt)}`}, took ${duration(totals.durationMs)}`,
      `- ${counted(all, 'agent')}: ${counts}`,
      `- ${spending(totals.tokens, totals.cost)} in ${counted(totals.requests, 'request')}`,
    ].join('\n'),
    ...(goesOn ? [`The run goes on: this is how it stood at ${utcMinuteOf(writtenAt)}.`] : []),
    ...(report.endUnknown ? ['How the run ended is not known: it left no result.'] : []),
    ...(from === 'record'
      ? ['Only the record of this run is left: it tells nothing of times, phases, tokens and costs of agents.']
      : []),
  ].join('\n\n');
}

function failures(report: Report): string {
  const { error, run } = report;
  const lost = failuresOf(report);
  if (error === null && lost.length === 0) return '';
  const groups = groupsOf(lost);
  const place = error?.line === undefined ? '' : ` (line ${error.line})`;
  return [
    '## Failures',
    ...(error === null ? [] : [`**${plain(error.code)}**${place}: ${plain(error.message)}`]),
    ...groups.slice(0, MOST_REASONS).map(({ code, status, message, agents: those }) => {
      const names = those.slice(0, MOST_NAMED).map(({ call, label }) => `- ${call} ${plain(label)}`);
      const more = those.length > MOST_NAMED ? [`- and ${those.length - MOST_NAMED} more`] : [];
      const what = `**${counted(those.length, 'agent')} ${status}${code === null ? '' : `, ${code}`}**: ${plain(message)}`;
      return [what, '', ...names, ...more].join('\n');
    }),
    ...(groups.length > MOST_REASONS ? [`… and ${counted(groups.length - MOST_REASONS, 'more reason')}.`] : []),
    `To do what failed or was not finished, and nothing twice: \`longhaul resume ${run}\``,
  ].join('\n\n');
}

function result({ result: value }: Report): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  const short = text.slice(0, LONGEST_RESULT);
  const left = text.length - short.length;
  const shown =
    typeof value === 'string' && left === 0 ? tamed(short) : fenced(short, typeof value === 'string' ? '' : 'json');
  return ['## Result', shown, ...(left > 0 ? [`The last ${left} characters are left out.`] : [])].join('\n\n');
}

function phaseRows({ phases }: Report): readonly CostRow[] {
  return phases.map(({ title, ...phase }) => ({ name: title, ...phase }));
}

function costs(what: string, rows: readonly CostRow[], unnamed: string): string {
  const used = rows.filter(({ usage }) => tokensOf(usage) > 0);
  return table(
    `Cost by ${what}`,
    ['', 'Agents', 'Tokens', 'Cost'],
    used.map(({ name, agents: many, usage, cost }) => [
      plain(name ?? unnamed),
      String(many),
      String(tokensOf(usage)),
      plain(costInWords(cost)),
    ]),
  );
}

function agents({ agents: all }: Report): string {
  return table('Agents', ['#', 'Agent', 'Phase', 'Status', 'Model', 'Took', 'Tokens', 'Cost'], all.map(agentCells));
}

function agentCells(agent: ReportAgent): readonly string[] {
  const { call, label, phase, status, model, durationMs, tokens, cost } = agent;
  return [
    String(call),
    plain(label),
    plain(phase ?? ''),
    status,
    plain(model),
    durationMs === null ? '' : duration(durationMs),
    tokens === null ? '' : String(tokens),
    cost === null ? '' : plain(costInWords(cost)),
  ];
}

function table(title: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const left = rows.length - MOST_ROWS;
  return [
    `## ${title}\n`,
    line(columns),
    line(columns.map(() => '---')),
    ...rows.slice(0, MOST_ROWS).map(line),
    ...(left > 0 ? [`\n… and ${left} more.`] : []),
  ].join('\n');
}

function list(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const left = lines.length - MOST_ROWS;
  return [
    `## ${title}\n`,
    ...lines.slice(0, MOST_ROWS).map((line) => `- ${plain(line)}`),
    ...(left > 0 ? [`- … and ${left} more`] : []),
  ].join('\n');
}

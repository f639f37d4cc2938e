import { counted, duration } from '../../output/amounts.js';
import type { Report, ReportAgent } from '../report.js';
import { densityOf, type Stretch, type Timeline } from '../timeline.js';
import { html, type Markup } from './markup.js';
import { linked, type Section, section, statusWords } from './words.js';

/** Phases told, agents of one phase, and of all phases that stand open at first. */
const MOST_PHASES = 100;
const MOST_AGENTS = 100;
const MOST_OPEN = 60;

/** Parts into which a phase's time is cut. */
const PARTS = 240;

/** When each phase and each agent worked and waited. */
export function timeline({ timeline: times, agents }: Report, told: ReadonlySet<number>): Section | null {
  if (times === null || agents.length === 0) return null;
  const phases = [...byPhase(agents)];
  const open = agents.length <= MOST_OPEN;
  const lanes = phases.slice(0, MOST_PHASES).map(([title, rows]) => lane(title, rows, times, { open, told }));
  const more = phases.length - MOST_PHASES;
  return section(
    'timeline',
    'Timeline',
    html`<p class="legend"><span class="key running">at work</span><span class="key waiting">waiting for something outside</span><span class="key queued">queued</span><span class="key failed">lost</span></p>
<div class="timeline" style="--step:${(100 * step(times)) / (times.until - times.from)}%">${axis(times)}${lanes}</div>
${more > 0 ? html`<p class="note">${counted(more, 'more phase')}, not shown here.</p>` : ''}`,
  );
}

function byPhase(agents: readonly ReportAgent[]): ReadonlyMap<string | null, readonly ReportAgent[]> {
  const phases = new Map<string | null, ReportAgent[]>();
  for (const agent of agents) {
    const others = phases.get(agent.phase);
    if (others) others.push(agent);
    else phases.set(agent.phase, [agent]);
  }
  return phases;
}

function axis(times: Timeline): Markup {
  const every = step(times);
  const length = times.until - times.from;
  const [unit, letter] = UNITS.findLast(([ms]) => every >= ms) ?? UNITS[0];
  const marks = Array.from({ length: Math.floor((0.97 * length) / every) + 1 }, (_, index) => index * every);
  return html`<div class="axis" aria-hidden="true"><span></span><div>${marks.map(
    (at) => html`<i style="left:${((100 * at) / length).toFixed(2)}%">${Number((at / unit).toFixed(1))}${letter}</i>`,
  )}</div></div>`;
}

/** Milliseconds between two lines of the scale: at most eight of them. */
function step({ from, until }: Timeline): number {
  const least = (until - from) / 8;
  const nice = NICE_STEPS.find((every) => every >= least);
  return nice ?? Math.ceil(least / DAY) * DAY;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS = [
  [SECOND, 's'],
  [MINUTE, 'm'],
  [HOUR, 'h'],
  [DAY, 'd'],
] as const;
const NICE_STEPS = [
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  DAY,
];

interface Shown {
  readonly open: boolean;
  readonly told: ReadonlySet<number>;
}

function lane(title: string | null, agents: readonly ReportAgent[], times: Timeline, { open, told }: Shown): Markup {
  const stretches = agents.flatMap(({ call }) => times.stretches.get(call) ?? []);
  const density = densityOf(times, stretches, PARTS);
  const most = Math.max(1, ...density);
  const rows = agents.length <= MOST_AGENTS ? agents : longest(agents);
  const words = `${counted(agents.length, 'agent')}, ${Math.round(most)} at once`;
  const bottom = density.map((count, part) => `${part},${(20 - (18 * count) / most).toFixed(1)}h1`).join('L');
  return html`<details class="lane" ${open ? html`open` : ''}><summary><span class="what"><b class="name">${title ?? 'no phase'}</b><span class="note">${words}</span></span><svg class="track density" viewBox="0 0 ${PARTS} 20" preserveAspectRatio="none" role="img" aria-label="${words}"><path class="running" d="M0,20L${bottom}V20z"/></svg></summary>
${rows.length < agents.length ? html`<p class="note">The ${MOST_AGENTS} agents of this phase that took longest.</p>` : ''}<ul>
${rows.map((agent) => row(agent, times, told))}</ul></details>
`;
}

function longest(agents: readonly ReportAgent[]): readonly ReportAgent[] {
  const chosen = agents.toSorted((a, b) => (b.durationMs ?? 0) - (a.durationMs ?? 0)).slice(0, MOST_AGENTS);
  return chosen.toSorted((a, b) => a.call - b.call);
}

function row(agent: ReportAgent, times: Timeline, told: ReadonlySet<number>): Markup {
  const { call, status, reused, durationMs } = agent;
  const stretches = times.stretches.get(call) ?? [];
  const took = durationMs === null ? '' : `, ${duration(durationMs)}`;
  const words = `${reused ? 'reused' : statusWords(status)}${took}`;
  return html`<li><span class="what ${status}"><span class="name">${linked(agent, told)}</span><span class="note">${words}</span></span><svg class="track" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">${stretches.map(
    (stretch) => part(stretch, times),
  )}${status === 'failed' || status === 'skipped' ? end(stretches, times) : ''}</svg></li>
`;
}

function part({ at, from, until }: Stretch, times: Timeline): Markup {
  const x = scaled(from, times);
  const width = Math.max(1.5, scaled(until, times) - x);
  return html`<rect class="${at}" x="${x.toFixed(1)}" y="${at === 'queued' ? 4.3 : 2}" width="${width.toFixed(1)}" height="${at === 'queued' ? 1.4 : 6}"/>`;
}

/** Where an agent was lost. */
function end(stretches: readonly Stretch[], times: Timeline): Markup | '' {
  const last = stretches.at(-1);
  return last
    ? html`<rect class="failed" x="${(scaled(last.until, times) - 2).toFixed(1)}" width="4" y="1" height="8"/>`
    : '';
}

function scaled(at: number, { from, until }: Timeline): number {
  return (1_000 * (at - from)) / (until - from);
}

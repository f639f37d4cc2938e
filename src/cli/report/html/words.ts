import { type Cost, costInWords } from '../../../workflows/cost.js';
import { duration, tokens } from '../../output/amounts.js';
import { utcMinuteOf } from '../../output/moments.js';
import type { ReportAgent } from '../report.js';
import { html, type Markup } from './markup.js';

/** What is said where nothing is known. */
export const NONE = '–';

/** `completed_with_failures` as people write it. */
export function statusWords(status: string): string {
  return status.replaceAll('_', ' ');
}

/** A status with its sign and colour. */
export function badge(status: string): Markup {
  return html`<span class="status ${status}">${statusWords(status)}</span>`;
}

/** A moment that says the same in each time zone: `2026-11-22 19:56 UTC`. */
export function moment(ms: number): Markup {
  return html`<time datetime="${new Date(ms).toISOString()}">${utcMinuteOf(ms)}</time>`;
}

export function durationOrNone(ms: number | null): string {
  return ms === null ? NONE : duration(ms);
}

export function tokensOrNone(count: number | null): string {
  return count === null ? NONE : tokens(count);
}

export function costOrNone(cost: Cost | null): string {
  return cost === null ? NONE : costInWords(cost);
}

/** `1,234` */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/** A command to be typed. */
export function command(text: string): Markup {
  return html`<code class="command">${text}</code>`;
}

/** A part of the page, with a heading of its own. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** What is said below the heading; null for nothing. */
  readonly note: Markup | string | null;
  readonly content: Markup;
}

export function section(id: string, title: string, content: Markup, note: Section['note'] = null): Section {
  return { id, title, note, content };
}

/** Where an agent's conversation stands in the page. */
export function conversationId(call: number): string {
  return `agent-${call}`;
}

/** The name of an agent; as a link where the page has its conversation. `told`: agents of which it has. */
export function linked({ call, label }: Pick<ReportAgent, 'call' | 'label'>, told: ReadonlySet<number>): Markup {
  return told.has(call) ? html`<a href="#${conversationId(call)}">${label}</a>` : html`${label}`;
}

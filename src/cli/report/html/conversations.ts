import type { ConversationItem } from '../../../client/conversation.js';
import type { Json } from '../../../interpreter/outcome.js';
import { counted } from '../../output/amounts.js';
import { LONGEST_CONVERSATION, MOST_CONVERSATIONS, type ReportConversation } from '../conversations.js';
import type { Report } from '../report.js';
import { html, type Markup } from './markup.js';
import {
  badge,
  conversationId,
  costOrNone,
  durationOrNone,
  grouped,
  NONE,
  type Section,
  section,
  tokensOrNone,
} from './words.js';

/** Those that are not behind a further fold. */
const MOST_AT_ONCE = 30;

/** What the agents and those around them said, each folded. */
export function conversations(report: Report, told: readonly ReportConversation[]): Section | null {
  if (told.length === 0) return null;
  const folds = told.map(fold);
  const rest = folds.slice(MOST_AT_ONCE);
  const left = report.agents.length - told.length;
  const note =
    left > 0 && told.length >= MOST_CONVERSATIONS
      ? `${grouped(told.length)} of ${grouped(report.agents.length)} agents: those that failed, then those that used most tokens.`
      : 'Those of agents that failed come first, then those that used most tokens.';
  return section(
    'conversations',
    'Conversations',
    html`<p class="scripted"><button type="button" id="unfold">Open all</button> <button type="button" id="fold">Close all</button></p>
${folds.slice(0, MOST_AT_ONCE)}
${rest.length === 0 ? '' : html`<details class="rest"><summary>${counted(rest.length, 'more conversation')}</summary>${rest}</details>`}`,
    `${note} Of each at most ${LONGEST_CONVERSATION / 1_000} KB are kept here; longhaul logs has them whole.`,
  );
}

function fold({ agent, prompt, items, unreadable }: ReportConversation): Markup {
  const { call, label, status, model, durationMs, tokens, cost, phase, reused } = agent;
  const figures = [phase, model, durationOrNone(durationMs), `${tokensOrNone(tokens)} tokens`, costOrNone(cost)]
    .filter((words) => words !== null && words !== NONE && !words.startsWith(`${NONE} `))
    .join(' · ');
  return html`<details class="conversation"><summary>${badge(status)} <b>${label}</b> <span class="note">#${call} · ${figures}</span></summary>
<div class="items" id="${conversationId(call)}">${reused ? html`<p class="note">It was had in ${reused.run}.</p>` : ''}${
    unreadable === null ? '' : html`<p class="note">It cannot be read: ${unreadable}</p>`
  }${prompt === null ? '' : entry('asked', 'Prompt', prompt)}${shown(items)}</div></details>
`;
}

function shown(items: ReportConversation['items']): readonly Markup[] {
  const results = new Map<string, Extract<ConversationItem, { readonly kind: 'result' }>>();
  for (const item of items) if (typeof item !== 'number' && item.kind === 'result') results.set(item.id, item);
  const used = new Set<string>();
  return items.map((item) => {
    if (typeof item === 'number') return html`<p class="note">… ${counted(item, 'item')} left out …</p>`;
    if (item.kind === 'tool') {
      used.add(item.id);
      return toolCall(item, results.get(item.id));
    }
    if (item.kind === 'result') return used.has(item.id) ? html`` : entry('result', 'Result', item.text);
    return spoken(item);
  });
}

type Spoken = Exclude<ConversationItem, { readonly kind: 'tool' | 'result' }>;

function spoken(item: Spoken): Markup {
  switch (item.kind) {
    case 'said':
      return entry('said', 'Agent', item.text);
    case 'thought':
      return html`<details class="thought"><summary>Thought</summary><pre>${item.text}</pre></details>`;
    case 'told':
      return entry('told', `Told by ${item.by}`, item.text);
    case 'reminded':
      return entry('reminded', 'Reminder', item.text);
    case 'shortened':
      return entry('reminded', 'The conversation was summed up', item.summary);
  }
}

function entry(kind: string, who: string, text: string): Markup {
  return html`<div class="entry ${kind}"><h4>${who}</h4><pre>${text}</pre></div>`;
}

function toolCall(
  { tool, summary, input }: Extract<ConversationItem, { readonly kind: 'tool' }>,
  result: Extract<ConversationItem, { readonly kind: 'result' }> | undefined,
): Markup {
  const failed = result?.failed === true;
  return html`<details class="tool"><summary><b>${tool}</b> <code>${summary}</code>${failed ? html` <span class="status failed">failed</span>` : ''}</summary><pre>${inputText(input)}</pre>${
    result
      ? html`<pre class="${failed ? 'bad' : ''}">${result.text}</pre>`
      : html`<p class="note">No result is known.</p>`
  }</details>`;
}

function inputText(input: Json): string {
  return typeof input === 'string' ? input : JSON.stringify(input, null, 2);
}

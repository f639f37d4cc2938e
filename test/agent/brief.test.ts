import { describe, expect, it } from '@jest/globals';
import { compileSchema } from '../../src/agent/answer/answer-schema.js';
import { type Brief, briefOf } from '../../src/agent/brief.js';
import { profileOf } from '../../src/agent/context/agent-profile.js';
import { type AgentSetup, readAgentSetup } from '../../src/agent/context/agent-setup.js';
import type { ToolDefinition } from '../../src/agent/model/model-client.js';
import type { AgentOptions } from '../../src/interpreter/call.js';
import type { LegRequest } from '../../src/workflows/ports.js';
import { legRequest } from '../support/agent-bench.js';
import { openContext } from './context/context-bench.js';

const tool = (name: string): ToolDefinition => ({ name, description: name, input_schema: { type: 'object' } });
const TOOLS = [tool('Read'), tool('Skill')];

interface Given extends Omit<Partial<LegRequest>, 'setup'> {
  readonly setup?: AgentSetup | null;
  readonly directory?: string;
  readonly tools?: readonly ToolDefinition[];
}

function brief({ setup = null, directory = '/work', tools = TOOLS, ...changes }: Given = {}): Brief {
  const request = legRequest('prompt', changes);
  const option = request.options.schema;
  const compiled = option ? compileSchema(option) : null;
  const schema = compiled?.kind === 'ready' ? compiled.schema : null;
  const profile = profileOf(request.options, setup);
  return briefOf(request, { setup, profile, tools, schema, directory, date: '2026-01-02' });
}

async function setupWith(): Promise<AgentSetup> {
  const { places } = await openContext({
    'repo/CLAUDE.md': 'Use tabs.',
    'repo/.claude/skills/style/SKILL.md': '---\ndescription: How we write\n---\nBody.',
    'repo/.claude/agents/t.md': '---\nname: t\ndescription: d\n---\nYou review.',
  });
  return (await readAgentSetup({ ...places, env: {}, date: '2026-01-01' })).setup;
}

const textOf = ({ system }: Brief) => system.map(({ text }) => text).join('\n');
const blockOf = ({ system }: Brief, at: number) => system[at]?.text ?? '';

/** All up to the last mark for the cache. */
function shared({ tools, system }: Brief): string {
  const end = system.findLastIndex((block) => block.cache_control);
  return JSON.stringify([tools, system.slice(0, end + 1)]);
}

describe('the system prompt', () => {
  it('tells memory, skills and surroundings as they were when the run started', async () => {
    const text = textOf(brief({ setup: await setupWith() }));
    expect(text).toMatch(/<instructions file=".*\/repo\/CLAUDE.md">\nUse tabs.\n<\/instructions>/);
    expect(text).toContain('- style: How we write');
    expect(text).toContain('Date: 2026-01-01');
    expect(text).toContain('Your working directory is /work');
  });

  it('tells of skills only those who can use them', async () => {
    expect(textOf(brief({ setup: await setupWith(), tools: [tool('Read')] }))).not.toContain('How we write');
  });

  it('has the part of the agent type', async () => {
    const setup = await setupWith();
    expect(blockOf(brief({ setup, options: { agentType: 't' } }), 0)).toMatch(/# Your part\n\nYou review\.$/);
    expect(textOf(brief({ setup }))).not.toContain('You review.');
  });

  it('is whole without a setup', () => {
    const { system } = brief();
    expect(system.every(({ text }) => text !== '')).toBe(true);
    expect(textOf(brief())).toContain('Date: 2026-01-02');
  });

  it('says how the answer is given', () => {
    expect(blockOf(brief(), 2)).toContain('last message');
    expect(blockOf(brief({ options: { schema: { type: 'object' } } }), 2)).toContain('StructuredOutput');
  });
});

describe('what siblings share', () => {
  it.each<[string, Given]>([
    ['prompt, label and number', { prompt: 'other', label: 'other', call: 9, leg: 3 }],
    ['directory', { directory: '/elsewhere' }],
    ['effort and turns', { options: { effort: 'low', maxTurns: 3 } }],
  ])('does not change with %s', async (_, changes) => {
    const setup = await setupWith();
    expect(shared(brief({ setup, ...changes }))).toBe(shared(brief({ setup })));
  });

  it('are tools and blocks in front of the schema', async () => {
    const setup = await setupWith();
    const of = (options: AgentOptions) => brief({ setup, options });
    const [one, two] = [of({ schema: { type: 'object' } }), of({ schema: { type: 'object', properties: { a: {} } } })];
    expect(one.tools.slice(0, -1)).toEqual(two.tools.slice(0, -1));
    expect(
      one.tools.map((definition) => definition.cache_control !== undefined && definition.cache_control !== null),
    ).toEqual([false, true, false]);
    expect(one.system).toEqual(two.system);
  });

  it('leaves a mark for the conversation', () => {
    const { tools, system } = brief({ options: { schema: { type: 'object' } } });
    expect([...tools, ...system].filter((block) => 'cache_control' in block && block.cache_control)).toHaveLength(2);
  });
});

describe('tokens of a reply', () => {
  it.each([
    [{}, 'claude-test', 8_000],
    [{ maxTokens: 500 }, 'claude-test', 500],
    [{ maxTokens: 50_000 }, 'claude-test', 50_000],
    [{ maxTokens: 500_000 }, 'claude-opus-5-5', 128_000],
  ])('%j of %s: %i', (options, id, most) => {
    expect(brief({ options, model: { provider: 'anthropic', id, maxTokens: 8_000 } }).maxTokens).toBe(most);
  });
});

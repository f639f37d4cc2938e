import * as z from 'zod';
import { type Skill, skillText } from '../context/skills.js';
import { limitNote, limitOutput } from './limit-output.js';
import { defineTool, ok, refused, type Tool, type ToolResult } from './tool.js';

const input = z.strictObject({
  skill: z.string().min(1).describe('Name of the skill, as it is listed'),
  args: z.string().optional().describe('What the skill is to be used on, if it takes something'),
});

/** Gives agents the text of a skill: `skills` are those the run knows. */
export function createSkillTool(skills: readonly Skill[]): Tool {
  return defineTool({
    name: 'Skill',
    description:
      'Gives the full instructions of a skill listed in the system prompt. Use it before you begin work that a skill is for, then do as it says.',
    input,
    readOnly: true,
    run: (given) => useSkill(given, skills),
  });
}

async function useSkill(
  { skill: wanted, args = '' }: z.infer<typeof input>,
  skills: readonly Skill[],
): Promise<ToolResult> {
  const name = wanted.replace(/^\//, '');
  const skill = skills.find((candidate) => candidate.name === name);
  if (!skill) return refused(`There is no skill of that name. ${offer(skills)}`);
  const found = await skillText(skill, args);
  if (found.kind === 'unusable') return refused(`This is a skill which ${found.reason}.`);
  const limited = limitOutput(found.text);
  return ok(limited.text + limitNote(limited, `Read ${skill.file} for the rest.`));
}

function offer(skills: readonly Skill[]): string {
  return skills.length === 0 ? 'No skills are available.' : `Available: ${skills.map(({ name }) => name).join(', ')}.`;
}

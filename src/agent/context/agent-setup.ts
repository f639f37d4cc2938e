import { join } from 'node:path';
import type { ModelPrice } from '../../config/prices.js';
import type { AgentType } from '../agent-types.js';
import { type McpServer, readMcpConfig } from '../mcp/mcp-config.js';
import type { Effort } from '../model/model-client.js';
import { DEFAULT_PERMISSION_MODE, type PermissionSetup } from '../permissions/permissions.js';
import { readPermissionLayers } from '../permissions/settings-files.js';
import { type AgentEnvironment, readEnvironment } from './agent-environment.js';
import { readAgentTypes } from './agent-type-files.js';
import type { Memory } from './memory/rules.js';
import { readMemory } from './memory/memory.js';
import type { Note, TakeNote } from './note.js';
import { findPlaces, type Places, type PlacesRequest } from './places.js';
import { managedSettings, readSettings, type ServerApproval } from './settings.js';
import { readSkills, type Skill } from './skills.js';
import { isTrusted } from './trust.js';

/**
 * What all agents of a run are given beside their prompts, as it was when the run started. JSON, kept as one blob: what
 * is edited later changes nothing in the run. Holds no values of secrets: MCP servers are recorded before variables are
 * put in, and the `env` of settings is not recorded at all (`readSettingsEnv`).
 */
export interface AgentSetup {
  /** Absolute, without symbolic links. */
  readonly workspace: string;
  readonly home: string;
  /** Whether the user trusts what the project's settings give. */
  readonly trusted: boolean;
  readonly permissions: PermissionSetup;
  readonly memory: Memory;
  /** One for each name that `agentType` may take. */
  readonly agentTypes: readonly AgentType[];
  readonly skills: readonly Skill[];
  /** The approved servers of `.mcp.json`. */
  readonly mcpServers: readonly McpServer[];
  /** The model the settings name, alias or id; null for none. */
  readonly model: string | null;
  /** The effort the settings name; null for none. */
  readonly effort: Effort | null;
  readonly environment: AgentEnvironment;
  /** Absent in what was recorded before it was told. */
  readonly pageReader?: PageReaderModel;
}

/** The small fast model that reads pages of the web for agents. */
export interface PageReaderModel {
  /** Id. */
  readonly model: string;
  /** Absent when nobody knows it. */
  readonly price?: ModelPrice;
}

export interface SetupRequest extends PlacesRequest {
  /** The day the run starts, as YYYY-MM-DD. */
  readonly date: string;
  /** Who starts the run vouches for the workspace: its settings count, whatever Claude Code's record of trust says. */
  readonly vouched?: boolean;
}

/**
 * Reads it all. What a repository holds never makes this fail: files that cannot be used are passed over, with a note.
 * Throws WORKSPACE_MISSING, and nothing else.
 */
export async function readAgentSetup(
  request: SetupRequest,
): Promise<{ readonly setup: AgentSetup; readonly notes: readonly Note[] }> {
  const notes: Note[] = [];
  const note: TakeNote = (file, reason) => void notes.push({ file, reason });
  const places = await findPlaces(request);
  const trusted = request.vouched === true || (await isTrusted(places, request.env, note));
  const skills = await readSkills(places, note);
  const { model, effort, projectServers } = await readSettings(places, trusted);
  const [permissions, memory, agentTypes, mcpServers, environment] = await Promise.all([
    readPermissions(places, trusted, request.env, note),
    readMemory(places, note),
    readAgentTypes(places, skills, note),
    readServers(places, projectServers, note),
    readEnvironment(places, request.date),
  ]);
  const { workspace, home } = places;
  return {
    setup: {
      workspace,
      home,
      trusted,
      permissions,
      memory,
      agentTypes,
      skills,
      mcpServers,
      model,
      effort,
      environment,
    },
    notes,
  };
}

async function readPermissions(
  { workspace, home, managed }: Places,
  trusted: boolean,
  env: SetupRequest['env'],
  note: TakeNote,
): Promise<PermissionSetup> {
  const managedFile = managedSettings(managed);
  const place = { workspace, home, trusted, managedFile, env, defaultMode: DEFAULT_PERMISSION_MODE } as const;
  const { setup, notes } = await readPermissionLayers(place);
  for (const { file, note: reason } of notes) note(file, reason);
  return setup;
}

/** Servers run commands of the project's choice: only those that somebody approved of are taken. */
async function readServers(
  places: Places,
  { all, enabled, disabled }: ServerApproval,
  note: TakeNote,
): Promise<readonly McpServer[]> {
  const { servers, notes } = await readMcpConfig(places);
  for (const { file, reason } of notes) note(file, reason);
  const approved = servers.filter(({ name }) => (all || enabled.includes(name)) && !disabled.includes(name));
  for (const { name } of servers.filter((server) => !approved.includes(server))) {
    note(join(places.project, '.mcp.json'), `the server ${name} is not approved (enabledMcpjsonServers in settings)`);
  }
  return approved;
}

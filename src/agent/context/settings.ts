import { join } from 'node:path';
import * as z from 'zod';
import { EFFORTS, type Effort } from '../model/model-client.js';
import { readTextFile } from './files/text-file.js';
import type { Places } from './places.js';

/** What the settings files say beside permissions. */
export interface Settings {
  /** Alias or id. */
  readonly model: string | null;
  readonly effort: Effort | null;
  readonly projectServers: ServerApproval;
}

/** Which MCP servers of the project's `.mcp.json` may be used. */
export interface ServerApproval {
  readonly all: boolean;
  readonly enabled: readonly string[];
  readonly disabled: readonly string[];
}

const MOST_BYTES = 1024 * 1024;

const names = z.array(z.string()).catch([]);
const SettingsFile = z.object({
  model: z.string().optional().catch(undefined),
  effortLevel: z.enum(EFFORTS).optional().catch(undefined),
  env: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).catch({}),
  enableAllProjectMcpServers: z.boolean().catch(false),
  enabledMcpjsonServers: names,
  disabledMcpjsonServers: names,
  disableWorkflows: z.boolean().catch(false),
  permissions: z.object({ defaultMode: z.string().optional().catch(undefined) }).catch({}),
});
type SettingsFile = z.infer<typeof SettingsFile>;

/** A file that cannot be used counts as absent: `readPermissionLayers` reads the same files, and notes it. */
export async function readSettings(places: Places, trusted: boolean): Promise<Settings> {
  const files = await readSettingsFiles(places);
  const heard = files.filter((file) => trusted || !file.ofProject).map(({ content }) => content);
  return {
    model: heard.find(({ model }) => model !== undefined)?.model ?? null,
    effort: heard.find(({ effortLevel }) => effortLevel !== undefined)?.effortLevel ?? null,
    projectServers: {
      all: heard.some((file) => file.enableAllProjectMcpServers),
      enabled: heard.flatMap((file) => file.enabledMcpjsonServers),
      disabled: files.flatMap(({ content }) => content.disabledMcpjsonServers),
    },
  };
}

/**
 * The `env` of the settings files, for the commands and servers that agents start; never for Longhaul itself. It may
 * hold secrets, so it is in no record of a run: workers read it anew. What is for Longhaul or a provider is left out.
 */
export async function readSettingsEnv(places: Places, trusted: boolean): Promise<Readonly<Record<string, string>>> {
  const files = await readSettingsFiles(places);
  const heard = files.filter((file) => trusted || !file.ofProject).map(({ content }) => content.env);
  const merged: Record<string, string> = Object.assign({}, ...heard.toReversed());
  return Object.fromEntries(Object.entries(merged).filter(([name]) => !NOT_FOR_AGENTS.test(name)));
}

const NOT_FOR_AGENTS = /^(ANTHROPIC|LONGHAUL|TEMPORAL)_|^AWS_BEARER_TOKEN_BEDROCK$/;

/** The administrator's settings file, in the folder of what they manage. */
export function managedSettings(folder: string): string {
  return join(folder, 'managed-settings.json');
}

/** One file of settings that is there and sound. */
export interface FoundFile {
  readonly path: string;
  /** Whether it came with the project: then it gives only where the project is trusted. */
  readonly ofProject: boolean;
  readonly content: SettingsFile;
}

/** Those that are there and sound, in order of precedence. */
export async function readSettingsFiles({ managed, workspace, project, user }: Places): Promise<readonly FoundFile[]> {
  const files = [
    { path: managedSettings(managed), within: null },
    { path: join(workspace, '.claude', 'settings.local.json'), within: project },
    { path: join(workspace, '.claude', 'settings.json'), within: project },
    { path: join(user, 'settings.json'), within: null },
  ];
  const found = await Promise.all(files.map(({ path, within }) => readFile(path, within)));
  return found.filter((file) => file !== null);
}

async function readFile(path: string, within: string | null): Promise<FoundFile | null> {
  const found = await readTextFile(path, { within, mostBytes: MOST_BYTES });
  const content = found.kind === 'text' ? contentOf(found.text) : null;
  return content && { path, ofProject: within !== null, content };
}

function contentOf(text: string): SettingsFile | null {
  try {
    return SettingsFile.parse(JSON.parse(text));
  } catch {
    return null; // a SyntaxError, or a ZodError for what is no object: single fields cannot fail
  }
}

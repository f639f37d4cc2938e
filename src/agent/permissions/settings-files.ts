import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { systemCode, systemReason } from '../../storage/system-error.js';
import type { PermissionLayer, PermissionMode, PermissionSetup } from './permissions.js';

/** Where the settings of one agent's permissions are looked for. */
export interface SettingsPlace {
  readonly workspace: string;
  readonly home: string;
  /** Whether somebody has accepted to work in this folder: only then its own files may allow anything. */
  readonly trusted: boolean;
  readonly managedFile?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asked for by the caller: no file changes it. */
  readonly mode?: PermissionMode;
  /** Taken when no file says otherwise. */
  readonly defaultMode: PermissionMode;
}

/** Something in a settings file that is not in force, for whoever looks after it. */
export interface SettingsNote {
  readonly file: string;
  readonly note: string;
}

/** Reads the settings files of Claude Code. A file that cannot be read counts as empty and is noted. */
export async function readPermissionLayers(
  place: SettingsPlace,
): Promise<{ readonly setup: PermissionSetup; readonly notes: readonly SettingsNote[] }> {
  const read = await Promise.all(sourcesOf(place).map(readSource));
  const disabled = read.some(({ bypass }) => bypass === 'disabled');
  const modes = read.map(({ mode }) => mode).filter((mode) => mode !== null);
  const mode = place.mode ?? modes[0] ?? place.defaultMode;
  return {
    setup: {
      layers: read.flatMap(({ layer }) => layer ?? []),
      mode: disabled && mode === 'bypassPermissions' ? 'default' : mode,
    },
    notes: read.flatMap(({ notes }) => notes),
  };
}

interface Source {
  readonly source: PermissionLayer['source'];
  readonly file: string;
  readonly root: string;
  readonly trusted: boolean;
}

interface ReadSource {
  readonly layer: PermissionLayer | null;
  readonly mode: PermissionMode | null;
  readonly bypass: 'disabled' | 'as asked';
  readonly notes: readonly SettingsNote[];
}

/** The strongest first. */
function sourcesOf({ workspace, home, trusted, managedFile, env }: SettingsPlace): readonly Source[] {
  const own = env.CLAUDE_CONFIG_DIR || join(home, '.claude');
  const shared = join(workspace, '.claude');
  const managed: readonly Source[] =
    managedFile === undefined ? [] : [{ source: 'managed', file: managedFile, root: '/', trusted: true }];
  return [
    ...managed,
    { source: 'local', file: join(shared, 'settings.local.json'), root: workspace, trusted: true },
    { source: 'project', file: join(shared, 'settings.json'), root: workspace, trusted },
    { source: 'user', file: join(own, 'settings.json'), root: own, trusted: true },
  ];
}

/** A mode of sessions in which a model decides what is asked: for agents the file says no mode, and its rules hold. */
const AUTO = 'auto';
const MODES = ['default', 'acceptEdits', 'plan', 'dontAsk', 'bypassPermissions'] as const;

/** As far as a wrong type in it makes Claude Code drop the file. Entries of lists are looked at one by one. */
const SETTINGS = z.looseObject({
  permissions: z
    .looseObject({
      allow: z.array(z.unknown()).optional(),
      ask: z.array(z.unknown()).optional(),
      deny: z.array(z.unknown()).optional(),
      additionalDirectories: z.array(z.unknown()).optional(),
      defaultMode: z.string().optional(),
      disableBypassPermissionsMode: z.string().optional(),
    })
    .optional(),
  model: z.string().optional(),
  env: z.record(z.string(), z.unknown()).optional(),
  hooks: z.record(z.string(), z.unknown()).optional(),
  apiKeyHelper: z.string().optional(),
  outputStyle: z.string().optional(),
  language: z.string().optional(),
  cleanupPeriodDays: z.number().optional(),
  includeCoAuthoredBy: z.boolean().optional(),
  enableAllProjectMcpServers: z.boolean().optional(),
  enabledMcpjsonServers: z.array(z.unknown()).optional(),
  disabledMcpjsonServers: z.array(z.unknown()).optional(),
});

const NOTHING: ReadSource = { layer: null, mode: null, bypass: 'as asked', notes: [] };

async function readSource(from: Source): Promise<ReadSource> {
  const { file } = from;
  const text = await readText(file);
  if (text.kind === 'absent') return NOTHING;
  const dropped = (note: string): ReadSource => ({ ...NOTHING, notes: [{ file, note }] });
  if (text.kind === 'unreadable') return dropped(`it is not in force: ${text.reason}`);
  const json = parsed(text.text);
  if (json === undefined) return dropped('it is not in force: it is not JSON');
  const settings = SETTINGS.safeParse(json);
  if (!settings.success) {
    const doubtful = doubtfulRules(json);
    const where = settings.error.issues[0]?.path.join('.') || 'the file';
    return {
      ...dropped(
        `it is not in force: ${where} has the wrong type${doubtful.length > 0 ? '; what it denies is asked' : ''}`,
      ),
      layer: { ...layerOf(from, {}), doubtful },
    };
  }
  return inForce(from, settings.data.permissions ?? {});
}

type PermissionPart = NonNullable<z.infer<typeof SETTINGS>['permissions']>;

function inForce(from: Source, part: PermissionPart): ReadSource {
  const notes: SettingsNote[] = [];
  const named = part.defaultMode;
  const mode = MODES.find((known) => known === named) ?? null;
  const isKnown = named === undefined || mode !== null || named === AUTO;
  if (!isKnown) {
    notes.push({
      file: from.file,
      note: `there is no mode ${JSON.stringify(named)}: what the file allows is not in force`,
    });
  }
  if (!from.trusted)
    notes.push({ file: from.file, note: 'the folder is not trusted: only what the file denies or asks is in force' });
  const allows = from.trusted && isKnown;
  return {
    layer: layerOf(from, allows ? part : { ...part, allow: [], additionalDirectories: [] }),
    mode: from.trusted && mayChoose(from, mode) ? mode : null,
    bypass: part.disableBypassPermissionsMode === 'disable' ? 'disabled' : 'as asked',
    notes,
  };
}

/** A folder must not lift all checks on itself. */
function mayChoose({ source }: Source, mode: PermissionMode | null): boolean {
  return mode !== 'bypassPermissions' || source === 'user' || source === 'managed';
}

function layerOf({ source, root }: Source, part: PermissionPart): PermissionLayer {
  return {
    source,
    root,
    allow: strings(part.allow),
    ask: strings(part.ask),
    deny: strings(part.deny),
    additionalDirectories: strings(part.additionalDirectories),
  };
}

/** Whatever in a dropped file reads like a deny or ask rule. */
function doubtfulRules(json: unknown): readonly string[] {
  const part = record(record(json).permissions);
  return [part.deny, part.ask].flatMap((list) => strings(Array.isArray(list) ? list : [list]));
}

function strings(list: readonly unknown[] | undefined): readonly string[] {
  return (list ?? []).filter((item) => typeof item === 'string');
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** Undefined for what is not JSON. A byte-order mark is. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}

/** Largest settings file, in bytes. */
const MOST_BYTES = 1024 * 1024;

type SettingsText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Never waits for the other end of a pipe, and reads no endless device. */
async function readText(file: string): Promise<SettingsText> {
  try {
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const { size } = await handle.stat();
      if (!(await handle.stat()).isFile()) return { kind: 'unreadable', reason: 'it is not a regular file' };
      if (size > MOST_BYTES) return { kind: 'unreadable', reason: `it is larger than ${MOST_BYTES} bytes` };
      return { kind: 'text', text: await handle.readFile('utf8') };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return { kind: 'absent' };
    const reason = systemReason(error);
    if (reason === undefined) throw error;
    return { kind: 'unreadable', reason };
  }
}

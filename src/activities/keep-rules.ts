// Keeps allow rules in the local settings of a workspace, where people and other programs keep theirs.
//
// K1  The file is replaced in one step, and keeps what else is in it, its indentation and its line ends.
// K2  Of several writers of ours each reads what the one before has left: a lock file beside it says who is at it.
// K3  No link is followed out of the workspace.

import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ApplicationFailure } from '@temporalio/activity';
import { contentOf } from '../agent/tools/files/files.js';
import { localFiles } from '../agent/tools/files/local-files.js';
import { isWithin } from '../agent/permissions/files/folders.js';
import { holdingLock } from '../storage/lock-file.js';
import { systemCode, systemReason } from '../storage/system-error.js';
import type { RunActivities } from '../workflows/ports.js';

export const keepRules: RunActivities['keepRules'] = async ({ workspace, rules }) => {
  const file = join(workspace, '.claude', 'settings.local.json');
  try {
    const place = await placeIn(workspace, file);
    await holdingLock(`${place}.lock`, () => addRules(place, file, rules));
  } catch (error) {
    const reason = systemReason(error);
    if (reason === undefined) throw error;
    throw refusal(file, reason);
  }
};

/** Where the file really is, or will be (K3). */
async function placeIn(workspace: string, file: string): Promise<string> {
  const root = await realpath(workspace);
  const folder = (await realpathIfPresent(dirname(file))) ?? join(root, '.claude');
  const place = (await realpathIfPresent(file)) ?? join(folder, 'settings.local.json');
  if (isWithin(folder, root) && isWithin(place, root)) return place;
  throw refusal(file, 'it is a link out of the workspace');
}

async function realpathIfPresent(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** `shown` is the path as people know it. */
async function addRules(place: string, shown: string, rules: readonly string[]): Promise<void> {
  const before = await readSettings(place, shown);
  const after = withRules(before.text, rules, (reason) => refusal(shown, reason));
  if (after !== null) await localFiles.replace(place, Buffer.from(after), before.mode);
}

interface SettingsFile {
  readonly text: string;
  /** Permission bits; null when there is no file yet. */
  readonly mode: number | null;
}

/** Largest settings file, in bytes. */
const MOST_BYTES = 1024 * 1024;

async function readSettings(place: string, shown: string): Promise<SettingsFile> {
  const file = await openIfPresent(place);
  if (file === null) return { text: '{}\n', mode: null };
  if (file.kind !== 'file') throw refusal(shown, 'it is not a regular file');
  try {
    const content = await contentOf(file, MOST_BYTES, new AbortController().signal);
    if (content === null) throw refusal(shown, `it is larger than ${MOST_BYTES} bytes`);
    return { text: content.toString('utf8'), mode: file.mode };
  } finally {
    await file.close();
  }
}

async function openIfPresent(place: string): Promise<Awaited<ReturnType<typeof localFiles.open>> | null> {
  try {
    return await localFiles.open(place);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The text with the rules added (K1); null when it has all of them. */
function withRules(text: string, rules: readonly string[], refuse: (reason: string) => Error): string | null {
  const settings = parsed(text.replace(/^\ufeff/, ''));
  if (!isRecord(settings)) throw refuse('it is not a JSON object');
  const { permissions = {} } = settings;
  if (!isRecord(permissions)) throw refuse('its permissions are not an object');
  const { allow = [] } = permissions;
  if (!Array.isArray(allow)) throw refuse('its permissions.allow is not a list');
  const missing = [...new Set(rules)].filter((rule) => !allow.includes(rule));
  if (missing.length === 0) return null;
  const next = { ...settings, permissions: { ...permissions, allow: [...(allow as unknown[]), ...missing] } };
  const indentation = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  const written = JSON.stringify(next, null, indentation) + (/\n\s*$/.test(text) ? '\n' : '');
  return (
    (text.startsWith('\ufeff') ? '\ufeff' : '') + (text.includes('\r\n') ? written.replaceAll('\n', '\r\n') : written)
  );
}

/** Undefined for what is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What trying again does not change. */
function refusal(file: string, reason: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`${file}: ${reason}`, 'RulesNotKept');
}

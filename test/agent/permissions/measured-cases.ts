import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { execFileSync } from 'node:child_process';
import { openPermissions } from '../../../src/agent/permissions/open-permissions.js';
import type { PermissionMode, Verdict } from '../../../src/agent/permissions/permissions.js';
import { readPermissionLayers } from '../../../src/agent/permissions/settings-files.js';

type Settings = Readonly<Record<string, unknown>>;
type File = string | { readonly link: string };

/** See test/permissions/README.md. */
export interface MeasuredCase {
  readonly id: string;
  readonly group: string;
  readonly mode: PermissionMode | null;
  readonly settings: Settings;
  readonly localSettings?: Settings;
  readonly userSettings?: Settings;
  readonly trusted?: boolean;
  readonly files?: Readonly<Record<string, File>>;
  readonly before?: readonly { readonly tool: string; readonly input: unknown }[];
  readonly tool: string;
  readonly input: unknown;
  readonly outcome: Verdict['kind'];
  readonly unsafe?: boolean;
  readonly better?: Verdict['kind'];
}

const folder = resolve('test/permissions');

export const MEASURED: readonly MeasuredCase[] = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'));

export interface Deviation {
  readonly id: string;
  readonly answers: Verdict['kind'];
  readonly reason: string;
}

export const DEVIATIONS: readonly Deviation[] = JSON.parse(readFileSync(join(folder, 'deviations.json'), 'utf8'));

/** The tree of files the decisions were measured in. */
export interface Stage {
  readonly root: string;
  answer(measured: MeasuredCase): Promise<Verdict['kind']>;
  clear(): void;
}

export function buildStage(): Stage {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'longhaul-permissions-')));
  const [workspace, home, outside, extra] = ['work', 'home', 'outside', 'extra'].map((name) => join(root, name)) as [
    string,
    string,
    string,
    string,
  ];
  const placed = <T>(value: T): T =>
    JSON.parse(
      JSON.stringify(value)
        .replaceAll('$CWD', workspace)
        .replaceAll('$HOME', home)
        .replaceAll('$OUTSIDE', outside)
        .replaceAll('$EXTRA', extra)
        .replace(/\$A(\d+)/g, (_, count) => 'a'.repeat(Number(count))),
    );
  for (const made of [workspace, home, outside, extra]) mkdirSync(made);
  execFileSync('git', ['init', '-q', workspace]);
  writeFiles(JSON.parse(readFileSync(join(folder, 'fixture.json'), 'utf8')));
  return { root, answer, clear: () => rmSync(root, { recursive: true, force: true }) };

  function writeFiles(files: Readonly<Record<string, File>>): readonly string[] {
    return Object.entries(placed(files)).map(([name, file]) => {
      const path = resolve(workspace, name);
      mkdirSync(dirname(path), { recursive: true });
      rmSync(path, { force: true });
      if (typeof file === 'string') writeFileSync(path, file);
      else symlinkSync(file.link, path);
      return path;
    });
  }

  function settingsText(settings: Settings): string {
    return typeof settings.raw === 'string' ? settings.raw : JSON.stringify({ permissions: settings });
  }

  async function answer(written: MeasuredCase): Promise<Verdict['kind']> {
    const measured = placed(written);
    const { settings, localSettings, userSettings } = measured;
    const added = [
      ...writeFiles(measured.files ?? {}),
      ...writeFiles({
        '.claude/settings.json': settingsText(settings),
        ...(localSettings && { '.claude/settings.local.json': settingsText(localSettings) }),
        ...(userSettings && { [join(home, '.claude/settings.json')]: settingsText(userSettings) }),
      }),
    ];
    const { setup } = await readPermissionLayers({
      workspace,
      home,
      trusted: measured.trusted ?? true,
      env: {},
      ...(measured.mode && { mode: measured.mode }),
      defaultMode: 'default',
    });
    const permissions = await openPermissions(setup, { workspace, home });
    for (const { tool, input } of measured.before ?? []) await permissions.judge(tool, input);
    const verdict = await permissions.judge(measured.tool, measured.input);
    for (const path of added) rmSync(path, { force: true });
    return verdict.kind;
  }
}

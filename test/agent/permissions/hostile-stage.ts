import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { openPermissions } from '../../../src/agent/permissions/open-permissions.js';
import type {
  PermissionLayer,
  PermissionMode,
  Permissions,
  Verdict,
} from '../../../src/agent/permissions/permissions.js';
import { buildStage } from './measured-cases.js';

/** The tree of the measured cases, with links that lead astray. */
export interface HostileStage {
  open(mode: PermissionMode, rules?: Partial<PermissionLayer>): Promise<Permissions>;
  answer(
    tool: string,
    input: unknown,
    mode: PermissionMode,
    rules?: Partial<PermissionLayer>,
  ): Promise<Verdict['kind']>;
  run(command: string, mode: PermissionMode, rules?: Partial<PermissionLayer>): Promise<Verdict['kind']>;
  clear(): void;
}

export function buildHostileStage(): HostileStage {
  const { root, clear } = buildStage();
  const [workspace, home] = [join(root, 'work'), join(root, 'home')];
  mkdirSync(join(workspace, 'sub/inner'), { recursive: true });
  symlinkSync('two', join(workspace, 'one'));
  symlinkSync('sub/inner/up', join(workspace, 'two'));
  symlinkSync(join(root, 'outside'), join(workspace, 'sub/inner/up'));
  symlinkSync('.git', join(workspace, 'innocent'));
  symlinkSync('round', join(workspace, 'round'));
  symlinkSync('../outside/new.txt', join(workspace, 'dangling'));
  return { open, answer, run: (command, mode, rules) => answer('Bash', { command }, mode, rules), clear };

  function open(mode: PermissionMode, rules: Partial<PermissionLayer> = {}): Promise<Permissions> {
    const none = { allow: [], ask: [], deny: [], additionalDirectories: [] };
    const layer: PermissionLayer = { source: 'project', root: workspace, ...none, ...rules };
    return openPermissions({ layers: [layer], mode }, { workspace, home });
  }

  async function answer(tool: string, input: unknown, mode: PermissionMode, rules?: Partial<PermissionLayer>) {
    return (await (await open(mode, rules)).judge(tool, input)).kind;
  }
}

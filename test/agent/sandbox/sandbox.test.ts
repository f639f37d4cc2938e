import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readFile, realpath, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startChild } from '../../support/child.js';
import { tempFolder } from '../../support/temp-folder.js';

interface Said {
  readonly notices: readonly string[];
  readonly end: { readonly kind: string; readonly code?: number };
  readonly text: string;
}

/** Runs a command in a worker of its own that finds these programs, and no others, on its PATH. */
async function run(command: string, programs: Readonly<Record<string, string>>): Promise<Said & { root: string }> {
  const root = await realpath(await tempFolder());
  const [bin, workspace] = [join(root, 'bin'), join(root, 'work')];
  await mkdir(bin);
  await mkdir(join(workspace, '.git', 'hooks'), { recursive: true });
  for (const name of ['which', 'bash', 'cat', 'touch', 'rm', 'grep']) await symlink(found(name), join(bin, name));
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(bin, name), script);
    await chmod(join(bin, name), 0o755);
  }
  const program = 'agent/sandbox/programs/run-sandboxed.ts';
  const child = startChild(program, [workspace, command], ['env', `PATH=${bin}`, `ROOT=${root}`]);
  return { ...(JSON.parse(await child.output) as Said), root };
}

function found(program: string): string {
  return spawnSync('which', [program], { encoding: 'utf8' }).stdout.trim();
}

/** Notes its arguments and runs the command without any sandbox. */
const BWRAP = `#!/bin/sh
for arg; do printf '%s\\n' "$arg"; done >"$ROOT/arguments"
while [ "$1" != -- ]; do shift; done
shift
exec "$@"
`;
const SOCAT = '#!/bin/sh\n';
const FORBIDDEN = '#!/bin/sh\necho "bwrap: No permissions to create a new namespace" >&2\nexit 1\n';

describe('the sandbox', () => {
  it('is done without where its parts are missing, which is told once', async () => {
    const { notices, end, text } = await run('echo ran', {});
    expect(notices).toEqual([
      expect.stringMatching(/without a sandbox.*bubblewrap.*not installed.*socat not installed/),
    ]);
    expect({ end, text }).toEqual({ end: { kind: 'exited', code: 0 }, text: 'ran\n' });
  });

  it('is done without where the system forbids it', async () => {
    const { notices, text } = await run('echo ran', { bwrap: FORBIDDEN, socat: SOCAT });
    expect(notices).toEqual([expect.stringContaining('No permissions to create a new namespace')]);
    expect(text).toBe('ran\n');
  });

  it('lets a command write to its workspace and the temporary folder alone, and dies with its parent', async () => {
    const { notices, end, text, root } = await run('echo "ran in $PWD"; exit 5', { bwrap: BWRAP, socat: SOCAT });
    expect(notices).toEqual([]);
    expect({ end, text }).toEqual({ end: { kind: 'exited', code: 5 }, text: `ran in ${root}/work\n` });
    const given = (await readFile(join(root, 'arguments'), 'utf8')).split('\n').join(' ');
    expect(given).toContain('--die-with-parent');
    expect(given).toContain('--unshare-pid');
    expect(given).toContain('--ro-bind / /');
    expect(given).toContain(`--bind ${root}/work ${root}/work`);
    expect(given).toContain(`--ro-bind ${root}/work/.git/hooks ${root}/work/.git/hooks`);
  });
});

const [bwrap, socat] = [found('bwrap'), found('socat')];

/** Where the machine has a real one. */
if (bwrap && socat && spawnSync(bwrap, ['--unshare-user', '--dev-bind', '/', '/', 'true']).status === 0) {
  describe('the real sandbox', () => {
    it('keeps a command in its workspace', async () => {
      const real = Object.fromEntries(
        ['bwrap', 'socat'].map((name) => [name, `#!/bin/sh\nexec ${found(name)} "$@"\n`]),
      );
      const { notices, text } = await run('touch in; touch .git/hooks/no; touch /usr/no; echo end', real);
      expect(notices).toEqual([]);
      expect(text).toMatch(/hooks\/no.*Read-only[^]*\/usr\/no.*Read-only[^]*\nend\n$/);
    });
  });
}

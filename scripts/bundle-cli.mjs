// Bundles the command line: dist/cli/main.js and all it needs into build/cli/, in a few files instead of some hundreds.
// Finding and reading those would be most of what a command takes. What commands load lazily stays in files of its own.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from './setup/step.mjs';

const outdir = join(ROOT, 'build', 'cli');
rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: [join(ROOT, 'dist', 'cli', 'main.js')],
  outdir,
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  // Packages in CommonJS ask for Node's own modules by `require`.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  logLevel: 'warning',
});

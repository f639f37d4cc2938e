// Bundles the command line: dist/cli/main.js and all it needs into build/cli/, in a few files instead of some hundreds.
// Finding and reading those would be most of what a command takes. What commands load lazily stays in files of its own.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from './setup/step.mjs';

/** Packages of clouds, which only those install who ask there. */
const OPTIONAL = ['@anthropic-ai/bedrock-sdk', '@anthropic-ai/foundry-sdk', '@anthropic-ai/vertex-sdk'];

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
  // React is asked for without what helps its developers, and Ink would load their tool only if DEV were set.
  define: { 'process.env.NODE_ENV': '"production"' },
  // The others find programs beside themselves, or may not be installed at all.
  external: ['react-devtools-core', '@vscode/ripgrep', '@anthropic-ai/sandbox-runtime', ...OPTIONAL],
  logLevel: 'warning',
});

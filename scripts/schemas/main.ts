// `npm run schemas`: writes docs/schemas from scripts/schemas/schemas.ts.

import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FOLDER, renderSchemas } from './render.js';

const folder = fileURLToPath(new URL(`../../${FOLDER}`, import.meta.url));
const files = renderSchemas();

await mkdir(folder, { recursive: true });
for (const file of await readdir(folder)) if (!files.has(file)) await rm(join(folder, file));
for (const [file, text] of files) await writeFile(join(folder, file), text);

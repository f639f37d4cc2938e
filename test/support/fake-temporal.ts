import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A `temporal` that can say its version and nothing else. */
export function fakeTemporal(cli: string, server: string): string {
  return `#!/bin/sh\necho "temporal version ${cli} (Server ${server}, UI 2.0.0)"\n`;
}

export async function writeExecutable(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  await chmod(file, 0o755);
}

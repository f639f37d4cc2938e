import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../config/package.js';

/** What every local server runs with (temporal/dev-server.json, where each value says why). */
export interface ServerSettings {
  readonly namespace: { readonly name: string; readonly retentionDays: number };
  readonly sqlitePragmas: readonly { readonly name: string; readonly value: string }[];
  readonly dynamicConfig: readonly { readonly key: string; readonly value: number | boolean | string }[];
  readonly searchAttributes: readonly { readonly name: string; readonly type: 'Keyword' | 'Double' | 'Int' }[];
}

export function readSettings(): ServerSettings {
  return JSON.parse(readFileSync(join(PACKAGE_ROOT, 'temporal', 'dev-server.json'), 'utf8')) as ServerSettings;
}

/** Changes when a database that was prepared for the namespace and its search attributes has to be prepared again. */
export function preparationDigest({ namespace, searchAttributes }: ServerSettings): string {
  return createHash('sha256')
    .update(JSON.stringify([namespace, searchAttributes]))
    .digest('hex')
    .slice(0, 16);
}

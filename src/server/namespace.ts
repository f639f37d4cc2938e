import { temporalEnvironment } from './binary/environment.js';
import { runCommand } from './process/command.js';
import type { ServerSettings } from './settings.js';

export interface NamespaceTarget {
  /** Path of the `temporal` command. */
  readonly binary: string;
  readonly address: string;
}

/**
 * Gives Longhaul's namespace the retention and the search attributes of the settings, where it has not got them.
 *
 * The server's own flags do not suffice: they set up a new database only, and with a day's retention. Throws an Error
 * with one line for a person.
 */
export async function prepareNamespace(target: NamespaceTarget, settings: ServerSettings): Promise<void> {
  const { name, retentionDays } = settings.namespace;
  const { config } = JSON.parse(await operator(target, name, 'namespace', 'describe')) as NamespaceDescription;

  if (config.workflowExecutionRetentionTtl !== `${retentionDays * SECONDS_A_DAY}s`) {
    await operator(target, name, 'namespace', 'update', '--retention', `${retentionDays}d`);
  }
  const registered = new Set(Object.values(config.customSearchAttributeAliases ?? {}));
  const missing = settings.searchAttributes.filter((attribute) => !registered.has(attribute.name));
  if (missing.length === 0) return;
  const flags = missing.flatMap((attribute) => ['--name', attribute.name, '--type', attribute.type]);
  await operator(target, name, 'search-attribute', 'create', ...flags);
}

const SECONDS_A_DAY = 86_400;

interface NamespaceDescription {
  readonly config: {
    readonly workflowExecutionRetentionTtl?: string;
    readonly customSearchAttributeAliases?: Readonly<Record<string, string>>;
  };
}

async function operator(target: NamespaceTarget, namespace: string, ...args: readonly string[]): Promise<string> {
  const place = ['--address', target.address, '--namespace', namespace];
  const end = await runCommand(
    target.binary,
    ['operator', ...args, ...place, '--disable-config-file', '--output', 'json'],
    { timeoutMs: 30_000, env: temporalEnvironment(process.env) },
  );
  if (end.kind === 'failed') throw new Error(`namespace ${namespace}: ${end.why}`);
  return end.stdout;
}

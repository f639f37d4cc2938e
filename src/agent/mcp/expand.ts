import type { McpTransport } from './mcp-config.js';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Expanded {
  readonly transport: McpTransport;
  /** Variables that are not set and have no default: their text is kept. */
  readonly missing: readonly string[];
  /** Takes the values of variables out of a text that others will read. */
  readonly mask: Mask;
}

export type Mask = (text: string) => string;

/**
 * Puts the values of variables into what connects to a server: `${NAME}`, or `${NAME:-default}`. Only where the
 * connection is made, so that values stay in this process.
 */
export function expand(transport: McpTransport, env: Environment): Expanded {
  const missing = new Set<string>();
  const used = new Map<string, string>();
  const fill = (text: string): string =>
    text.replace(VARIABLE, (whole, name: string, fallback: string | undefined) => {
      const value = Object.hasOwn(env, name) ? env[name] : undefined;
      if (value !== undefined && value !== '') {
        used.set(name, value);
        return value;
      }
      if (fallback === undefined) missing.add(name);
      return fallback ?? whole;
    });
  const fillAll = (texts: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fill(text)]));

  const filled: McpTransport =
    transport.type === 'stdio'
      ? {
          type: 'stdio',
          command: fill(transport.command),
          args: transport.args.map(fill),
          env: fillAll(transport.env),
        }
      : { type: transport.type, url: fill(transport.url), headers: fillAll(transport.headers) };
  return { transport: filled, missing: [...missing], mask: maskOf(used) };
}

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/** Shorter values are hardly secret, and stand in texts for other reasons. */
const SHORTEST_SECRET = 8;

function maskOf(used: ReadonlyMap<string, string>): Mask {
  const secrets = [...used]
    .filter(([, value]) => value.length >= SHORTEST_SECRET)
    // The longest first: one may be part of another.
    .toSorted(([, a], [, b]) => b.length - a.length);
  return (text) => secrets.reduce((masked, [name, value]) => masked.replaceAll(value, `\${${name}}`), text);
}

/**
 * What Temporal's own processes see of this one's environment: neither a provider's keys, nor TEMPORAL_* settings, which
 * are meant for some cluster and would be taken for the local server's.
 */
export function temporalEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = env;
  return { PATH, HOME, ...(TMPDIR && { TMPDIR }) };
}

/** Variables that commands of agents never get, and why. A name that ends in `*` stands for all that begin so. */
export const WITHHELD: readonly Withheld[] = [
  { names: ['ANTHROPIC_*', 'CLAUDE_CODE_*', 'CLAUDECODE'], why: 'keys and settings of access to the model' },
  { names: ['AWS_*'], why: 'access to the model through Bedrock' },
  { names: ['GOOGLE_*', 'CLOUDSDK_*', 'CLOUD_ML_REGION', 'VERTEX_*'], why: 'access to the model through Vertex' },
  { names: ['AZURE_*'], why: 'access to the model through Foundry' },
  { names: ['LONGHAUL_*', 'TEMPORAL_*'], why: 'ours: with them a command could reach the server and its runs' },
  {
    names: ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY', 'GIT_COMMON_DIR'],
    why: 'would lead git to another repository than the one in the workspace',
  },
];

export interface Withheld {
  readonly names: readonly string[];
  readonly why: string;
}

export type Environment = Readonly<Record<string, string>>;

/**
 * The environment of an agent's commands: ours and then `env` of the settings files, both without what is withheld,
 * and what keeps programs from asking a person who is not there.
 */
export function commandEnvironment(inherited: Readonly<NodeJS.ProcessEnv>, settings: Environment): Environment {
  return { ...permitted(inherited), ...NOBODY_IS_THERE, ...permitted(settings), LONGHAUL: '1' };
}

const NOBODY_IS_THERE: Environment = {
  TERM: 'dumb',
  PAGER: 'cat',
  GIT_PAGER: 'cat',
  MANPAGER: 'cat',
  // Takes the message as it is.
  GIT_EDITOR: 'true',
  GIT_TERMINAL_PROMPT: '0',
  DEBIAN_FRONTEND: 'noninteractive',
};

function permitted(variables: Readonly<NodeJS.ProcessEnv>): Environment {
  const given = Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(given.filter(([name]) => !isWithheld(name)));
}

function isWithheld(name: string): boolean {
  return WITHHELD.some(({ names }) => names.some((pattern) => matches(name, pattern)));
}

function matches(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

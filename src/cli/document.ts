/** What stands on stdout as JSON. Each has a schema, docs/schemas/<name>.v1.json, and docs/json.md says who prints it. */
export type DocumentName =
  | 'agent'
  | 'agents'
  | 'asks'
  | 'check'
  | 'config'
  | 'conversation'
  | 'cost'
  | 'doctor'
  | 'down'
  | 'error'
  | 'event'
  | 'forecast'
  | 'gc'
  | 'inbox'
  | 'list'
  | 'report'
  | 'result'
  | 'show'
  | 'started'
  | 'status'
  | 'version'
  | 'why'
  | 'workflows';

/** The document with the name of its shape as its first field. Within a version fields are only added. */
export function documentOf<T extends object>(name: DocumentName, content: T): { readonly schema: string } & T {
  return { schema: `longhaul/${name}/v1`, ...content };
}
